from pathlib import Path

import pytest

from screener.errors import UsageError
from screener.prices.simulated import SessionsBetween
from screener.prices.sources import open_source
from screener.records.prices import PriceSource
from screener.sessions.listings import Exchanges


@pytest.fixture
def opened(exchanges: Exchanges, sessions_between: SessionsBetween, tmp_path: Path):  # type: ignore[no-untyped-def]
    def open_it(text: str) -> PriceSource:
        return open_source(
            text, exchanges=exchanges, sessions_between=sessions_between, store_path=tmp_path / "prices.db"
        )

    return open_it


@pytest.mark.parametrize("text", ["yahoo", "simulated", " yahoo "])
def test_a_source_is_opened_by_its_name(opened, text: str) -> None:  # type: ignore[no-untyped-def]
    assert opened(text).name == text.strip()


def test_a_folder_may_hold_colons_and_spaces(opened, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "my: prices"
    folder.mkdir()
    assert opened(f"csv:{folder}").name == "csv"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yaho", "did you mean yahoo?"),
        ("Yahoo", "did you mean yahoo?"),
        ("simulate", "did you mean simulated?"),
        ("bloomberg", "known: csv:FOLDER, simulated, yahoo"),
        ("", "known: csv:FOLDER, simulated, yahoo"),
        ("yahoo:x", "did you mean yahoo?"),
        ("csv", "write csv:FOLDER"),
        ("csv:", "write csv:FOLDER"),
        ("csv:no/such/folder", "is no folder"),
    ],
)
def test_anything_else_is_a_usage_error_with_the_remedy(opened, text: str, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError) as refused:
        opened(text)
    assert said in str(refused.value)
