from pathlib import Path

import pytest

from screener.thesis.links import Link, LinkAnswer, parse_link, plain_name, vault_lookup, vault_of
from screener.thesis.reading import read_thesis


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / ".obsidian").mkdir()
    notes = {
        "Nvidia.md": "---\nticker: NVDA\n---\n",
        "onsemi.md": "---\nticker: ON\n---\n",
        "Bare.md": "no properties",
        "Empty.md": "---\nticker:\n---\n",
        "Two.md": "---\nticker: [A, B]\n---\n",
        "Broken.md": "---\nticker: [A\n---\n",
        "US/Acme.md": "---\nticker: ACM\n---\n",
        "UK/Acme.md": "---\nticker: ACM.L\n---\n",
        "Templates/Acme.md": "---\nticker: {{ticker}}\n---\n",
        ".trash/Nvidia.md": "---\nticker: OLD\n---\n",
        "theses/view.md": '---\ntype: thesis\nopened_on: 2025-01-01\nlong_x: ["[[Nvidia]]", "[[UK/Acme]]"]\n---\n',
    }
    for name, text in notes.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("[[Nvidia]]", Link("Nvidia", "")),
        ("![[Nvidia]]", Link("Nvidia", "")),
        ("[[Folder/Nvidia#Chips|NVDA]]", Link("Folder/Nvidia", "NVDA")),
        ("[[Nvidia\\|NVDA]]", Link("Nvidia", "NVDA")),
        ("[[Nvidia]] x2", None),
        ("[Nvidia]", None),
        ("Nvidia", None),
    ],
)
def test_the_parts_of_a_link(text: str, link: Link | None) -> None:
    assert parse_link(text) == link


def test_a_plain_name_has_neither_brackets_nor_folders() -> None:
    assert plain_name("[[Labs/DeepSeek.md|the lab]]") == "DeepSeek"
    assert plain_name("deepseek") == "deepseek"


@pytest.mark.parametrize(
    ("target", "ticker"),
    [
        ("Nvidia", "NVDA"),
        ("nvidia", "NVDA"),
        ("Nvidia.md", "NVDA"),
        ("onsemi", "ON"),
        ("US/Acme", "ACM"),
        ("uk/acme", "ACM.L"),
    ],
)
def test_a_link_leads_to_the_ticker_property_of_its_note(vault: Path, target: str, ticker: str) -> None:
    assert vault_lookup(vault)(target) == LinkAnswer(ticker=ticker)


@pytest.mark.parametrize(
    ("target", "message", "hint"),
    [
        ("Nvidai", "there is no note 'Nvidai'", "[[Nvidia]]"),
        ("Quux", "there is no note 'Quux'", "[[Quux|TICKER]]"),
        ("", "there is no note", "TICKER"),
        ("Acme", "UK/Acme.md and US/Acme.md", "[[FOLDER/Acme]]"),
        ("Bare", "no readable properties", "add ticker: to Bare.md"),
        ("Broken", "no readable properties", "add ticker: to Broken.md"),
        ("Empty", "no ticker property", "add ticker: to Empty.md"),
        ("Two", "several tickers", "[[Two|TICKER]]"),
    ],
)
def test_a_link_that_leads_nowhere_says_why(vault: Path, target: str, message: str, hint: str) -> None:
    answer = vault_lookup(vault)(target)
    assert answer.ticker == ""
    assert message in answer.message
    assert hint in answer.hint


def test_a_note_is_looked_up_in_its_whole_vault(vault: Path) -> None:
    note = vault / "theses" / "view.md"
    assert vault_of(note) == vault
    thesis = read_thesis(note).thesis
    assert thesis is not None
    assert thesis.tickers == ("NVDA", "ACM.L")


def test_without_a_vault_the_notes_own_folder_is_searched(tmp_path: Path) -> None:
    assert vault_of(tmp_path / "note.md") == tmp_path
