"""Names of review notes: weeks, and everything that is no name."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import UsageError
from screener.vault.note_names import NoteName, week_end

FRIDAY = dt.date(2026, 5, 29)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("GGGG-[W]WW", "2026-W22 made"),
        ("gggg-[W]ww", "2026-W22 made"),
        ("YYYY-MM-DD", "2026-05-29 made"),
        ("[Reviews]/GGGG/[W]W", "Reviews/2026/W22 made"),
        ("GGGG [week] W", "2026 week 22 made"),
        ("GGGGWW", "202622 made"),
        ("YYYY-MM [W]WW", "2026-05 W22 made"),
        ("gggg[w]w", "2026w22 made"),
    ],
)
def test_a_format_is_filled_in_moments_letters(pattern, name):
    assert NoteName(pattern).of("made", FRIDAY) == name


@given(st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)))
def test_iso_weeks_are_the_standard_librarys(day):
    year, week, _ = day.isocalendar()

    assert NoteName("GGGG-[W]WW").of("t", day) == f"{year}-W{week:02d} t"


@pytest.mark.parametrize(
    ("day", "week"),
    [
        # Weeks of American calendars: from Sunday, and the first one holds January 1st.
        ("2026-01-01", "2026-01"),
        ("2026-01-03", "2026-01"),
        ("2026-01-04", "2026-02"),
        ("2025-12-27", "2025-52"),
        ("2025-12-28", "2026-01"),
        ("2022-12-31", "2022-53"),
        ("2023-01-01", "2023-01"),
        ("2024-12-29", "2025-01"),
    ],
)
def test_american_weeks_begin_on_sunday_and_the_first_holds_january_1st(day, week):
    assert NoteName("gggg-ww").of("t", dt.date.fromisoformat(day)) == f"{week} t"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("QQQQ", "'QQQQ' means nothing"),
        ("GGGG-Wk", "'Wk' means nothing"),
        ("[review]", "names two weeks alike"),
        ("YYYY", "names two weeks alike"),
        ("../GGGG-WW", "cannot name a note"),
        ("/GGGG-WW", "cannot name a note"),
        ("GGGG:WW", "':'"),
        (".GGGG-WW", "cannot name a note"),
        ("GGGG-WW/", "cannot name a note"),
        ("GGGG#WW", "'#'"),
        ("[C:]\\GGGGWW", "cannot name a note"),
        ("", "names two weeks alike"),
        ("[W]WW", "names two weeks alike"),
        ("MM-DD", "names two weeks alike"),
        ("YYYY-[W]WW", "names two weeks alike"),
        ("GGGG-[W]ww", "names two weeks alike"),
        ("GGGG-MM-DD", "names two weeks alike"),
        ("YYYY-MMMM-DD", "'MMMM' means nothing"),
        ("YYYY-DDDD", "'DDDD' means nothing"),
        ("YYYY-MM-DDd", "'DDd' means nothing"),
        ("GGGG-WW %%", "'%%'"),
        ("GGGG-WW[\N{RIGHT-TO-LEFT OVERRIDE}]", "U+202E"),
        ("GGGG-WW\n", "U+000A"),
    ],
)
def test_a_format_that_makes_no_name_is_refused(pattern, said):
    with pytest.raises(UsageError) as error:
        NoteName(pattern)

    assert said in str(error.value)


@pytest.mark.parametrize("pattern", ["GGGG-WW", "gggg-ww", "YYYY-MM-DD", "YYYY-MM-WW", "YYYY-MM-ww"])
def test_no_two_weeks_share_a_name_in_28_years(pattern):
    """After 28 years the calendar's weekdays return."""
    naming, weeks = NoteName(pattern), {}
    for n_days in range(28 * 366):
        day = dt.date(2004, 1, 1) + dt.timedelta(days=n_days)
        begins_on = day - dt.timedelta(days=(day.weekday() + 1) % 7 if "w" in pattern else day.weekday())
        weeks.setdefault(naming.of("t", day), set()).add(begins_on)

    assert all(len(found) == 1 for found in weeks.values())


@pytest.mark.parametrize("thesis_id", ["a|b", "a[b", "..", "a/../b", "a\nb", "a.", "a^b", "x/.hidden"])
def test_an_id_that_cannot_be_in_a_name_is_refused(thesis_id):
    with pytest.raises(UsageError, match="cannot name a note"):
        NoteName().of(thesis_id, FRIDAY)


def test_a_week_ends_on_its_sunday():
    assert week_end("2026-W22") == dt.date(2026, 5, 31)
    assert week_end("2020-W53") == dt.date(2021, 1, 3)


@pytest.mark.parametrize("text", ["2026-W54", "2021-W53", "2026-W00", "2026W22", "W22", "2026-22", "next"])
def test_what_is_no_week_is_refused(text):
    with pytest.raises(UsageError):
        week_end(text)
