import datetime as dt
import json
import math
import multiprocessing
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from screener.errors import CodeError
from screener.state import ledger
from screener.state.ledger import LedgerReading, Trial, TrialSharpe, enter, enter_all, read, sharpe_key, variants

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
START, END = dt.date(2024, 1, 2), dt.date(2026, 11, 19)


def make(key: str = "k1", thesis_id: str = "ai", sharpe: float = 0.05) -> Trial:
    return Trial(
        key=key,
        thesis_id=thesis_id,
        entered_at=NOON,
        fingerprint="f00d",
        options={"cost_bps": 10.0, "members": ["long_chips NVDA", "Žižek | x"], "mask_events": False, "hedge": None},
        sharpes={
            "spread|live": TrialSharpe(sharpe, 250, START, END),
            "long_chips|all": TrialSharpe(-0.1, 700, START, END),
        },
    )


def line_with(**changed: object) -> bytes:
    """Write a trial by hand, with some fields changed."""
    good = {
        "key": "k",
        "thesis_id": "ai",
        "entered_at": "2026-11-20T12:00:00Z",
        "fingerprint": "",
        "options": {},
        "sharpes": {},
    }
    return json.dumps(good | changed).encode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "trials.jsonl"


def test_a_missing_ledger_holds_no_trials(path: Path) -> None:
    assert read(path) == LedgerReading(())


def test_a_trial_comes_back_as_it_was_entered(path: Path) -> None:
    assert enter(path, make())
    assert read(path) == LedgerReading((make(),))


def test_the_same_key_is_entered_once(path: Path) -> None:
    assert enter(path, make())
    before = path.read_bytes()
    assert not enter(path, make(sharpe=0.9))
    assert path.read_bytes() == before


def test_a_trial_is_one_line_of_plain_json(path: Path) -> None:
    enter(path, make())
    enter(path, make("k2"))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert json.loads(lines[0]) == {
        "key": "k1",
        "thesis_id": "ai",
        "entered_at": "2026-11-20T12:00:00Z",
        "fingerprint": "f00d",
        "options": {
            "cost_bps": 10.0,
            "members": ["long_chips NVDA", "Žižek | x"],
            "mask_events": False,
            "hedge": None,
        },
        "sharpes": {
            "spread|live": {
                "sharpe_per_session": 0.05,
                "n_sessions": 250,
                "start_on": "2024-01-02",
                "end_on": "2026-11-19",
            },
            "long_chips|all": {
                "sharpe_per_session": -0.1,
                "n_sessions": 700,
                "start_on": "2024-01-02",
                "end_on": "2026-11-19",
            },
        },
    }


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_line_cut_by_a_kill_is_told_and_kept_and_the_next_trial_is_whole(path: Path, cut: int) -> None:
    enter(path, make())
    enter(path, make("k2"))
    whole = path.read_bytes()
    broken = whole[: whole.index(b"\n") + 1 + cut]
    path.write_bytes(broken)

    reading = read(path)
    assert [trial.key for trial in reading.trials] == ["k1"]
    (problem,) = reading.problems
    assert (problem.path, problem.line, problem.code, problem.severity) == (str(path), 2, "L101", "warning")

    assert enter(path, make("k3"))
    assert path.read_bytes().startswith(broken + b"\n")
    assert [trial.key for trial in read(path).trials] == ["k1", "k3"]
    assert [found.line for found in read(path).problems] == [2]


def test_a_trial_whose_line_was_cut_can_be_entered_again(path: Path) -> None:
    enter(path, make())
    path.write_bytes(path.read_bytes()[:50])
    assert enter(path, make())
    assert [trial.key for trial in read(path).trials] == ["k1"]


def test_a_last_line_that_only_lacks_its_end_counts(path: Path) -> None:
    enter(path, make())
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert read(path).problems == ()
    assert not enter(path, make())
    assert enter(path, make("k2"))
    assert [trial.key for trial in read(path).trials] == ["k1", "k2"]


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"[]",
        b"3",
        b"{}",
        b"\xff\xfe",
        b"\x00\x00",
        line_with(key=1),
        line_with(entered_at="2026-11-20"),
        line_with(sharpes=[]),
        line_with(sharpes={"spread|live": {}}),
    ],
)
def test_a_line_that_is_no_trial_is_told_and_the_others_count(path: Path, line: bytes) -> None:
    enter(path, make())
    path.write_bytes(line + b"\n" + path.read_bytes())
    reading = read(path)
    assert [trial.key for trial in reading.trials] == ["k1"]
    assert [problem.line for problem in reading.problems] == [1]


def test_variants_are_those_of_one_thesis_basket_and_period(path: Path) -> None:
    enter(path, make("k1", sharpe=0.01))
    enter(path, make("k2", sharpe=0.02))
    enter(path, make("k3", thesis_id="other"))
    trials = read(path).trials
    assert [found.sharpe_per_session for found in variants(trials, "ai", "spread", "live")] == [0.01, 0.02]
    assert variants(trials, "ai", "spread", "before") == ()
    assert sharpe_key("spread", "live") == "spread|live"


def test_a_sharpe_ratio_that_is_no_number_is_a_bug_and_writes_nothing(path: Path) -> None:
    with pytest.raises(CodeError, match="leave that basket and period out"):
        enter(path, make(sharpe=float("nan")))
    assert not path.exists()


def test_reading_does_not_need_a_writable_folder(path: Path) -> None:
    enter(path, make())
    (path.parent / ".trials.jsonl.lock").unlink()
    path.parent.chmod(0o555)
    try:
        assert len(read(path).trials) == 1
    finally:
        path.parent.chmod(0o755)


def test_trials_entered_together_are_those_entered_one_by_one(path: Path) -> None:
    grown = replace(make("k2"), sharpes={"spread|live": TrialSharpe(0.07, 251, START, END)})
    shrunk = replace(make("k1"), sharpes={"spread|live": TrialSharpe(0.9, 249, START, END)})
    trials = [make("k1"), make("k2"), make("k1"), grown, grown, shrunk, make("k3")]
    alone = path.with_name("alone.jsonl")

    assert enter_all(path, trials) == (True, True, False, False, False, False, True)

    assert [enter(alone, trial) for trial in trials] == [True, True, False, False, False, False, True]
    assert path.read_bytes() == alone.read_bytes()
    assert [trial.key for trial in read(path).trials] == ["k1", "k2", "k2", "k3"]


def test_entering_the_same_trials_again_writes_nothing(path: Path) -> None:
    trials = [make(f"k{i}") for i in range(5)]
    enter_all(path, trials[:3])
    assert enter_all(path, trials) == (False, False, False, True, True)
    before = path.read_bytes()
    assert enter_all(path, trials) == (False,) * 5
    assert path.read_bytes() == before


def test_no_trials_are_nothing_to_write(path: Path) -> None:
    assert enter_all(path, ()) == ()
    assert read(path) == LedgerReading(())


def test_one_trial_that_is_no_number_keeps_all_out(path: Path) -> None:
    with pytest.raises(CodeError, match="leave that basket and period out"):
        enter_all(path, [make(), make("k2", sharpe=math.inf)])
    assert not path.exists()


def test_many_trials_after_a_cut_line_start_a_line_of_their_own(path: Path) -> None:
    enter(path, make("k0"))
    path.write_bytes(path.read_bytes() + b'{"key": "cut')
    assert enter_all(path, [make("k1"), make("k2")]) == (True, True)
    assert [trial.key for trial in read(path).trials] == ["k0", "k1", "k2"]
    assert [found.line for found in read(path).problems] == [2]


def test_many_trials_are_one_reading_and_one_writing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter_all(path, [make(f"k{i}") for i in range(100)])
    calls: list[str] = []
    for name in ("_parsed", "_append"):
        own = getattr(ledger, name)

        def told(*given: object, own: Any = own, name: str = name) -> object:
            calls.append(name)
            return own(*given)

        monkeypatch.setattr(ledger, name, told)

    enter_all(path, [make(f"k{i}") for i in range(50, 150)])

    assert calls == ["_parsed", "_append"]


def enter_many(path: Path, keys: list[str], go: "multiprocessing.synchronize.Event") -> None:
    go.wait()
    new = [enter(path, make(key)) for key in keys]
    path.with_name(f"new-{os.getpid()}").write_text(str(sum(new)), encoding="utf-8")


def test_processes_that_enter_at_once_never_mix_or_double_a_line(path: Path) -> None:
    path.parent.mkdir()
    spawn = multiprocessing.get_context("fork")
    go = spawn.Event()
    shared = [f"shared{i}" for i in range(25)]
    workers = [
        spawn.Process(target=enter_many, args=(path, [*shared, *(f"own{n}-{i}" for i in range(25))], go))
        for n in range(3)
    ]
    for worker in workers:
        worker.start()
    go.set()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    reading = read(path)
    assert reading.problems == ()
    assert sorted(trial.key for trial in reading.trials) == sorted(
        [*shared, *(f"own{n}-{i}" for n in range(3) for i in range(25))]
    )
    assert sum(int(each.read_text()) for each in path.parent.glob("new-*")) == 100
