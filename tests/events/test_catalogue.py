import datetime as dt
from pathlib import Path

import pytest

from screener.events.catalogue import EventsReading, read_events
from screener.events.labs import Labs, read_labs

HEADER = (
    "event_id,lab,name,kind,released_at,released_precision,market_noticed_on,"
    "price_direction,source,provenance,confidence,known_on\n"
)
R1 = "r1,DeepSeek,DeepSeek-R1,open_weights,2025-01-20,day,2025-01-27,down,page,seen,high,\n"


@pytest.fixture
def labs(tmp_path: Path) -> Labs:
    path = tmp_path / "labs.csv"
    path.write_text(
        "lab,names,zone\ndeepseek,DeepSeek,Asia/Shanghai\nopenai,OpenAI,America/Los_Angeles\n", encoding="utf-8"
    )
    return read_labs([path])


def read(tmp_path: Path, labs: Labs, *bodies: str) -> EventsReading:
    paths = []
    for number, body in enumerate(bodies):
        path = tmp_path / f"events{number}.csv"
        path.write_text(HEADER + body, encoding="utf-8")
        paths.append(path)
    return read_events(paths, labs)


def test_a_bare_date_is_noon_in_the_labs_zone(tmp_path: Path, labs: Labs) -> None:
    event = read(tmp_path, labs, R1).events[0]
    assert event.lab == "deepseek"
    assert event.released_on == dt.date(2025, 1, 20)
    assert event.released_instant == dt.datetime(2025, 1, 20, 4, tzinfo=dt.UTC)
    assert event.released_at is None
    assert event.market_noticed_on == dt.date(2025, 1, 27)
    assert (event.known_on, event.known_on_assumed) == (dt.date(2025, 1, 20), True)


def test_noon_follows_summer_time(tmp_path: Path, labs: Labs) -> None:
    body = "a,openai,A,model_release,2025-08-07,day,,,page,seen,high,\n"
    assert read(tmp_path, labs, body).events[0].released_instant == dt.datetime(2025, 8, 7, 19, tzinfo=dt.UTC)


def test_an_instant_has_its_date_in_the_labs_zone(tmp_path: Path, labs: Labs) -> None:
    body = "a,deepseek,A,price_rise,2025-02-08T16:00:00Z,instant,,up,page,seen,high,2025-02-01\n"
    event = read(tmp_path, labs, body).events[0]
    assert event.released_at == event.released_instant == dt.datetime(2025, 2, 8, 16, tzinfo=dt.UTC)
    assert event.released_on == dt.date(2025, 2, 9)
    assert (event.known_on, event.known_on_assumed) == (dt.date(2025, 2, 1), False)


def test_an_upper_bound_may_be_a_day_or_an_instant(tmp_path: Path, labs: Labs) -> None:
    body = (
        "a,openai,A,price_cut,2025-06-10T17:30:48Z,upper_bound,,down,page,seen,high,\n"
        "b,openai,B,price_cut,2025-06-11,upper_bound,,down,page,seen,high,\n"
    )
    reading = read(tmp_path, labs, body)
    assert reading.problems == ()
    assert [event.released_at is None for event in reading.events] == [False, True]


@pytest.mark.parametrize(
    ("written", "precision"),
    [
        ("2025-01-20", "instant"),
        ("2025-01-20T10:00:00Z", "day"),
        ("2025-01-20T10:00:00Z", "month"),
        ("2025-01-20T10:00:00Z", "planned"),
    ],
)
def test_date_and_precision_must_agree(tmp_path: Path, labs: Labs, written: str, precision: str) -> None:
    reading = read(tmp_path, labs, f"a,openai,A,policy,{written},{precision},,,page,seen,high,\n" + R1)
    assert [(problem.code, problem.line, problem.column) for problem in reading.problems] == [("E111", 2, 19)]
    assert [event.event_id for event in reading.events] == ["r1"]


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("open_weights", "open_weight", "E108", "did you mean open_weights?"),
        (",day,", ",dya,", "E108", "did you mean day?"),
        (",down,", ",dwon,", "E108", "did you mean down?"),
        (",seen,", ",sene,", "E108", "did you mean seen?"),
        (",high,", ",hihg,", "E108", "did you mean high?"),
        (",DeepSeek,", ",Deepseak,", "E110", "did you mean deepseek?"),
        (",DeepSeek,", ",xyz,", "E110", "known: deepseek, openai"),
        ("2025-01-20,day", ",month", "E105", "fill it in or remove the row"),
    ],
)
def test_a_word_outside_its_list_is_an_error_with_near_misses(
    tmp_path: Path, labs: Labs, old: str, new: str, code: str, hint: str
) -> None:
    reading = read(tmp_path, labs, R1.replace(old, new))
    assert reading.events == ()
    assert [(problem.code, problem.hint) for problem in reading.problems] == [(code, hint)]


def test_noticed_before_the_release_is_a_warning(tmp_path: Path, labs: Labs) -> None:
    reading = read(tmp_path, labs, R1.replace("2025-01-27", "2024-01-27"))
    assert [(problem.code, problem.severity) for problem in reading.problems] == [("E112", "warning")]
    assert len(reading.events) == 1


def test_the_same_id_in_a_later_file_replaces_and_is_recorded(tmp_path: Path, labs: Labs) -> None:
    mine = R1.replace("DeepSeek-R1", "My R1")
    extra = R1.replace("r1,", "mine,")
    reading = read(tmp_path, labs, R1, mine + extra)
    assert [(event.event_id, event.name) for event in reading.events] == [
        ("mine", "DeepSeek-R1"),
        ("r1", "My R1"),
    ]
    assert [(each.table, each.key, each.replaced_path, each.line) for each in reading.replacements] == [
        ("events", "r1", str(tmp_path / "events0.csv"), 2)
    ]


def test_a_broken_replacement_leaves_the_earlier_row_in_place(tmp_path: Path, labs: Labs) -> None:
    reading = read(tmp_path, labs, R1, R1.replace(",DeepSeek,", ",Nobody,"))
    assert [event.name for event in reading.events] == ["DeepSeek-R1"]
    assert [problem.code for problem in reading.problems] == ["E110"]


def test_the_same_id_twice_in_one_file_is_an_error(tmp_path: Path, labs: Labs) -> None:
    reading = read(tmp_path, labs, R1 + R1.replace("DeepSeek-R1", "again"))
    assert [event.name for event in reading.events] == ["DeepSeek-R1"]
    assert [(problem.code, problem.line, problem.column) for problem in reading.problems] == [("E109", 3, 1)]


def test_events_come_by_instant_then_id(tmp_path: Path, labs: Labs) -> None:
    other = R1.replace("2025-01-20", "2025-01-19").replace("r1,", "z,")
    reading = read(tmp_path, labs, R1 + R1.replace("r1,", "a,") + other)
    assert [event.event_id for event in reading.events] == ["z", "a", "r1"]


def test_a_missing_file_is_a_problem(tmp_path: Path, labs: Labs) -> None:
    assert [problem.code for problem in read_events([tmp_path / "no.csv"], labs).problems] == ["E101"]


@pytest.mark.parametrize("event_id", ["a b;c", "[[x]]", "=1+1", "x" * 81])
def test_an_id_that_would_break_a_list_or_a_command_is_refused(tmp_path: Path, labs: Labs, event_id: str) -> None:
    reading = read(tmp_path, labs, R1.replace("r1", event_id, 1))
    assert reading.events == ()
    assert [problem.code for problem in reading.problems] == ["E115"]
