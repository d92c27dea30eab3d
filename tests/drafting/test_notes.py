"""Ten notes as people write them: nothing of them is lost, and those that place a name can be run."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.cli.main import run
from screener.drafting.importing_note import import_note
from screener.drafting.note_parts import read_parts

from .conftest import OPENED_ON

NOTES = Path(__file__).resolve().parent.parent / "prose_notes"
WITH_NAMES = ("aliases", "commoditization", "french", "german", "nested", "prose", "run_in", "tables", "two_bearish")
WITHOUT = ("no_sides",)
_ITEM = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])\s+(.*)$")
_RULE = re.compile(r"^[\s|:-]*$")


def said(note: str) -> Iterator[str]:
    """Yield every list item and table cell of a note, found without any Markdown parser."""
    shown = re.sub(r"^---\n.*?\n---\n", "", note, flags=re.DOTALL)
    shown = re.sub(r"^```.*?^```|%%.*?%%", "", shown, flags=re.DOTALL | re.MULTILINE)
    for line in shown.splitlines():
        item = _ITEM.match(line)
        if item is not None:
            yield item[1]
        elif line.lstrip().startswith("|") and not _RULE.match(line):
            yield from line.split("|")


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def everything(name: str) -> bytes:
    data = (NOTES / f"{name}.md").read_bytes()
    assert b"\r" not in data
    return data


@pytest.mark.parametrize("form", ["as it is", "CRLF and BOM"])
@pytest.mark.parametrize("name", [*WITH_NAMES, *WITHOUT])
def test_every_item_and_cell_stands_in_the_draft(name: str, form: str, tmp_path, reference) -> None:
    data = everything(name)
    note = tmp_path / f"{name}.md"
    note.write_bytes(data if form == "as it is" else b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    found = import_note(note, reference, OPENED_ON)
    drafted = letters(found.text)
    pieces = [piece for piece in map(letters, said(data.decode())) if piece]
    assert len(pieces) > 4 or name == "prose"
    assert [piece for piece in pieces if piece not in drafted] == []
    assert (found.thesis is not None) == (name in WITH_NAMES)
    assert note.read_bytes().endswith(b"\n")


@pytest.mark.parametrize("name", WITH_NAMES)
def test_paragraphs_stand_in_the_draft_too(name: str, tmp_path, reference) -> None:
    parts = read_parts(NOTES / f"{name}.md")
    body = re.sub(r"^```.*?^```|%%.*?%%", "", parts.body, flags=re.DOTALL | re.MULTILINE)
    drafted = letters(import_note(NOTES / f"{name}.md", reference, OPENED_ON).text)
    markers = r"(?m)^[\s>]*(?:\[![\w-]+\]-?|[-*+]|\d+[.)])?\s*(?:\[[ x]\])?"
    for paragraph in re.split(r"\n\s*\n", body):
        for line in re.sub(markers, "", paragraph).splitlines():
            assert letters(line) in drafted, line


@pytest.mark.parametrize("name", WITH_NAMES)
def test_a_draft_lints_and_runs(name: str, tmp_path, capfd, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    draft = tmp_path / "draft.md"
    assert run(["thesis", "import", str(NOTES / f"{name}.md"), "-o", str(draft), "--workspace", str(tmp_path)]) == 0
    assert run(["thesis", "lint", str(draft), "--workspace", str(tmp_path)]) == 0
    arguments = ["--source", "simulated", "--table", "performance", "--event", "E2024-12-26-dsv3", "-o", "p.csv"]
    assert run(["backtest", str(draft), "--workspace", str(tmp_path), *arguments]) == 0
    rows = (tmp_path / "p.csv").read_text().splitlines()
    assert len(rows) > 2
    capfd.readouterr()


def test_the_draft_of_the_first_note_is_what_a_reader_would_write(tmp_path, reference) -> None:
    found = import_note(NOTES / "commoditization.md", reference, OPENED_ON)
    values = {
        key: [entry.value for entry in found.draft.of(key)] for key in {entry.key for entry in found.draft.entries}
    }
    assert values["long_chips"] == ["NVDA", "AVGO", "TSM"]
    assert values["long_on_prem"] == ["DELL 2018-12-28..", "HPE 2015-11-02..", "SMCI"]
    assert values["short_ai_revenue"] == ["AI 2020-12-09..", "BBAI 2021-12-08..", "SOUN 2022-04-28.."]
    assert values["private_short"] == ["[[OpenAI]]", "[[Anthropic]]"]
    assert values["players"] == ["[[DeepSeek]]", "[[Mistral]]", "[[GLM]]", "[[Llama]]"]
    assert values["related"] == ["[[Inference economics]]", "[[AI capex]]"]
    assert values["tags"] == ["concept", "ai", "commoditization", "bearish"]
    assert values["claims"] == [
        "MMLU gap then: benchmark_gap_pp(MMLU, open_closed) = 17.5 on 2023-12-31",
        "MMLU gap now: benchmark_gap_pp(MMLU, open_closed) = 0.3",
        "price gap then: token_price_gap_x(frontier, open) in 3..5 on 2024-12-08",
        "price gap now: token_price_gap_x(frontier, open) in 10..30",
        "GPT-5 in: token_price_in_usd(gpt-5) = 30",
        "GPT-5 out: token_price_out_usd(gpt-5) = 60",
        "Claude Opus 4.5 in: token_price_in_usd(claude-opus-4-5) = 15",
        "Claude Opus 4.5 out: token_price_out_usd(claude-opus-4-5) = 75",
        "DeepSeek-V3.2 in: token_price_in_usd(deepseek-v3.2) = 0.27",
        "DeepSeek-V3.2 out: token_price_out_usd(deepseek-v3.2) = 1.1",
    ]


def test_every_item_of_a_draft_names_its_line_and_what_stands_there(reference) -> None:
    note = (NOTES / "commoditization.md").read_text().splitlines()
    found = import_note(NOTES / "commoditization.md", reference, OPENED_ON)
    for entry in found.draft.entries:
        for origin in entry.origins:
            assert letters(origin.text) in letters(note[origin.line - 1]), entry.value
            assert origin.how
            assert f"| {origin.lines} |" in found.text
    for each in found.draft.not_mapped:
        assert letters(each.origin.text) in letters(note[each.origin.line - 1])


def test_a_huge_note_is_drafted_with_each_claim_once(tmp_path, reference) -> None:
    note = tmp_path / "huge.md"
    note.write_bytes(everything("commoditization") * 60)
    found = import_note(note, reference, OPENED_ON)
    assert found.thesis is not None
    assert len(found.draft.of("claims")) == 10
    assert "| - |" in found.text


def test_a_draft_that_would_be_larger_than_a_note_can_be_is_refused(tmp_path, reference) -> None:
    from screener.errors import UsageError

    note = tmp_path / "large.md"
    # A paragraph that places a name stands below its leg and in the table of lines.
    note.write_text("I am long NVDA. " + "word " * 110_000)
    with pytest.raises(UsageError, match="larger than 1 MB"):
        import_note(note, reference, OPENED_ON)
