"""What the commands do, from Python: what is public, and that it says what the commands say."""

import csv
import inspect
import io

import pandas as pd
import pytest
from made_claims import give_claims

from screener import api
from screener.dictionary.tables import CLAIM_TABLES, REPORT_TABLES, REVIEW_TABLES
from screener.errors import ScreenerError, ThesisError

PUBLIC = {
    "Tables": "(tables, said=())",
    "backtest": "(thesis, *, source=None, as_of=None, workspace=None, store=None, extras=('paths', 'tests', "
    "'robustness', 'sensitivity', 'selection'), enters_trial=True)",
    "claims": "(thesis, *, source=None, as_of=None, workspace=None, store=None)",
    "prices": "(thesis, *, source=None, as_of=None, workspace=None, store=None)",
    "pull": "(thesis, *, workspace=None, store=None)",
    "review": "(thesis, *, source=None, as_of=None, workspace=None, store=None, is_stored=False)",
    "screen": "(thesis, *, source=None, as_of=None, workspace=None, store=None, capital=None)",
    "theses": "(workspace=None)",
}
AS_OF = "2026-03-27"


def plain(function):
    signature = inspect.signature(function)
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))


def test_what_is_public_stays_as_it_is():
    assert {name: plain(getattr(api, name)) for name in api.__all__} == PUBLIC
    for name in api.__all__:
        assert getattr(api, name).__doc__, name


@pytest.fixture
def small(workspace, rewrite):
    return give_claims(workspace, rewrite)


@pytest.fixture
def source(small):
    return f"csv:{small / 'prices'}"


@pytest.mark.parametrize(
    ("call", "command", "tables"),
    [
        ("backtest", "backtest", REPORT_TABLES),
        ("claims", "claims", CLAIM_TABLES),
        ("review", "review", REVIEW_TABLES),
    ],
)
def test_each_table_has_the_rows_and_columns_that_the_command_prints(small, source, screener, call, command, tables):
    made = getattr(api, call)("small", source=source, as_of=AS_OF)

    assert set(made) == set(tables)
    for name in tables[:3]:
        printed = screener(command, "small", "--source", source, "--as-of", AS_OF, "--table", name).out
        rows = list(csv.DictReader(io.StringIO(printed)))
        assert list(made[name].columns) == printed.splitlines()[0].split(",")
        assert len(made[name]) == len(rows)
        number = next((each for each in made[name].columns if str(made[name][each].dtype) == "float64"), None)
        if number is not None:
            assert made[name][number].fillna(0).tolist() == pytest.approx(
                [float(row[number] or 0) for row in rows], rel=1e-12
            )
    assert made.said


def test_names_are_ranked(small, source):
    signals = api.screen("small", source=source, as_of=AS_OF, capital=100_000)["signals"]

    assert {"NVDA", "AVGO", "CRM", "ADBE"} <= set(signals["ticker"])
    assert str(signals["shares"].dtype) == "Int64"


def test_levels_are_one_column_a_ticker(small, source):
    levels = api.prices("small", source=source, as_of=AS_OF)

    assert list(levels.columns) == ["NVDA", "AVGO", "CRM", "ADBE", "SPY"]
    assert levels.index[-1] == pd.Timestamp(AS_OF)


def test_a_look_is_a_trial_unless_told_otherwise(small, source):
    ledger = small / "state" / "trials.jsonl"
    api.backtest("small", source=source, as_of=AS_OF, extras=(), enters_trial=False)
    assert not ledger.exists()
    api.backtest("small", source=source, as_of=AS_OF, extras=())
    assert len(ledger.read_text(encoding="utf-8").splitlines()) == 1


def test_a_review_is_stored_only_where_asked(small, source):
    api.review("small", source=source, as_of="2026-03-20")
    assert not (small / "state" / "snapshots").exists()
    api.review("small", source=source, as_of="2026-03-20", is_stored=True)
    assert (small / "state" / "snapshots" / "small" / "2026-03-20.json").is_file()


def test_every_thesis_found_is_listed(small):
    found = api.theses(small)

    assert "small" in set(found["thesis_id"])


def test_mistakes_are_the_programs_own_errors(small, source):
    (small / "theses" / "bad.md").write_text("---\ntype: thesis\nopened_on: soon\n---\n", encoding="utf-8")
    with pytest.raises(ThesisError, match="bad"):
        api.backtest(small / "theses" / "bad.md", source=source)
    with pytest.raises(ScreenerError, match="nothing"):
        api.backtest("nothing", source=source)
    with pytest.raises(KeyError, match="did you mean"):
        api.claims("small", source=source, as_of=AS_OF)["claim"]
