import datetime as dt
import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.errors import UsageError
from screener.records.snapshot import ClaimStanding, SignalState, Snapshot
from screener.state.snapshots import read_snapshots, reviewed_on, snapshot_path, snapshot_text, write_snapshot

FRIDAY = dt.date(2026, 5, 22)


def make_snapshot(day=FRIDAY, **given):
    own = {
        "thesis_id": "made",
        "as_of": day,
        "data_as_of": day,
        "price_source": "csv",
        "version": "1.0",
        "fingerprint": "0123456789ab",
        "note": '---\r\ntitle: "Öl"\r\n---\r\nbody\x1b[31m',
        "probability_pct": 60.0,
        "signals": (SignalState("NVDA", "long_chips", "long", "member", "hold", 0.1 + 0.2, 1, 0.05),),
        "claims": (
            ClaimStanding("gap", "claim", "", "gap()", 7.6, "x", "in", "10..30", -2.4, "broken", 3, FRIDAY),
            ClaimStanding("? brand", "pillar", "question", "", None, "", "", "", None, "unknown", 0, None),
        ),
        "review": '{"week": "2026-W21"}',
    } | given
    return Snapshot(**own)


def test_reviews_are_the_files_named_for_a_day(tmp_path):
    folder = tmp_path / "my-thesis"
    folder.mkdir()
    for name in ("2026-02-06.json", "2026-01-30.json", "notes.json", "2026-13-01.json", "2026-02-06.md"):
        (folder / name).write_text("{}")

    assert reviewed_on(tmp_path, "my-thesis") == (dt.date(2026, 1, 30), dt.date(2026, 2, 6))


@pytest.mark.parametrize("name", ["other", "../state", "..", ".", "a/b"])
def test_another_thesis_or_another_folder_has_none(tmp_path, name):
    (tmp_path / "2026-01-30.json").write_text("{}")

    assert reviewed_on(tmp_path / "snapshots", name) == ()


def test_what_is_stored_comes_back(tmp_path):
    snapshot = make_snapshot()

    assert write_snapshot(tmp_path, snapshot)
    assert read_snapshots(tmp_path, "made", FRIDAY + dt.timedelta(days=1)).snapshots == (snapshot,)


@settings(max_examples=40, deadline=None)
@given(st.text(), st.floats(allow_nan=False, allow_infinity=False), st.text())
def test_any_text_and_number_comes_back(tmp_path_factory, note, score, reason):
    folder = tmp_path_factory.mktemp("snapshots")
    state = SignalState(reason, "", "", "candidate", "avoid", score, None, None)
    try:
        note.encode()
        reason.encode()
    except UnicodeEncodeError:
        return
    write_snapshot(folder, make_snapshot(note=note, signals=(state,)))

    (found,) = read_snapshots(folder, "made", dt.date(2027, 1, 1)).snapshots

    assert (found.note, found.signals) == (note, (state,))


def test_the_same_snapshot_is_the_same_bytes_and_is_not_written_again(tmp_path):
    write_snapshot(tmp_path, make_snapshot())
    path = snapshot_path(tmp_path, make_snapshot())
    os.utime(path, ns=(1, 1))

    assert not write_snapshot(tmp_path, make_snapshot())
    assert path.stat().st_mtime_ns == 1
    assert path.read_text(encoding="utf-8") == snapshot_text(make_snapshot())


def test_a_review_of_the_same_day_replaces_the_stored_one(tmp_path):
    write_snapshot(tmp_path, make_snapshot())

    assert write_snapshot(tmp_path, make_snapshot(probability_pct=70.0))
    (found,) = read_snapshots(tmp_path, "made", dt.date(2027, 1, 1)).snapshots
    assert found.probability_pct == 70.0


def test_only_earlier_reviews_are_read_oldest_first(tmp_path):
    days = [FRIDAY - dt.timedelta(days=7 * n) for n in range(3)]
    for day in days:
        write_snapshot(tmp_path, make_snapshot(day))

    found = read_snapshots(tmp_path, "made", FRIDAY).snapshots

    assert [each.as_of for each in found] == [days[2], days[1]]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text[:100], "JSONDecodeError"),
        (lambda _: "[]", "TypeError"),
        (lambda text: text.replace('"format": 1', '"format": 2'), "it was written by a newer screener (format 2)"),
        (lambda text: text.replace('"as_of": "2026-05-22"', '"as_of": "2026-05-21"'), "it speaks for 2026-05-21"),
        (lambda text: text.replace('"fingerprint"', '"finger"'), "fingerprint"),
    ],
)
def test_a_spoilt_file_is_told_and_the_others_are_used(tmp_path, spoil, said):
    older = make_snapshot(FRIDAY - dt.timedelta(days=7))
    for each in (older, make_snapshot()):
        write_snapshot(tmp_path, each)
    path = snapshot_path(tmp_path, make_snapshot())
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")

    reading = read_snapshots(tmp_path, "made", dt.date(2027, 1, 1))

    assert reading.snapshots == (older,)
    (problem,) = reading.problems
    assert (problem.code, problem.path) == ("L103", str(path))
    assert said in problem.message


def test_fields_of_a_later_version_are_left_alone(tmp_path):
    write_snapshot(tmp_path, make_snapshot())
    path = snapshot_path(tmp_path, make_snapshot())
    said = json.loads(path.read_text(encoding="utf-8"))
    said["mood"] = "calm"
    said["signals"][0]["mood"] = "calm"
    path.write_text(json.dumps(said), encoding="utf-8")

    assert read_snapshots(tmp_path, "made", dt.date(2027, 1, 1)).snapshots == (make_snapshot(),)


@pytest.mark.parametrize("name", ["../out", "a/b", "..", "."])
def test_an_id_that_leads_elsewhere_is_stored_nowhere(tmp_path, name):
    with pytest.raises(UsageError, match="cannot name a folder"):
        write_snapshot(tmp_path / "snapshots", make_snapshot(thesis_id=name))

    assert list(tmp_path.rglob("*")) == []


def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "made").write_text("in the way")

    with pytest.raises(UsageError, match=r"cannot be stored in .*--dry-run"):
        write_snapshot(tmp_path, make_snapshot())
