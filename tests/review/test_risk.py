"""Figures of risk of a made-up book, by hand."""

import datetime as dt

import numpy as np
import pytest
from books_by_hand import DATES, lay_out_steps
from make_market import make_market, random_returns, weekdays

from screener.calc.books.book_plan import held_plan
from screener.dictionary.review_words import RISK_FIGURES
from screener.expressions import parse_statement
from screener.records.overlap import Overlap, OverlapRow
from screener.review.risk import risk_figures

SPREAD = {"long_a": ["A", "B"], "short_a": ["D"]}
# Half of NAV is long each of A and B and all of it short D, from row 1 on; NAV is 1.05 from row 20, 0.85 from 30, 1.05
# from 38.
MOVES = {"A": ((0, 100.0), (20, 110.0)), "D": ((0, 100.0), (30, 120.0), (38, 100.0))}
AS_OF = dt.date(2022, 3, 6)


def figures(market, overlap=Overlap(), as_of=AS_OF):  # noqa: B008
    return risk_figures(market, held_plan(market).run(), overlap, market.thesis, as_of)


def of(found, figure, subject=None):
    (row,) = [each for each in found if each.figure == figure and subject in (None, each.subject)]
    return row


def held(moves=MOVES, legs=SPREAD, **given):
    return lay_out_steps(legs, moves, **{"rebalance": "never"} | given)


def random_market(kill=(), **given):
    """Return three names on a market of 90 sessions: A and B long with betas near 1, D short."""
    returns = random_returns(np.random.default_rng(4), 90, 3)
    series = dict(zip(["A", "B", "D", "SPY"], returns.T, strict=True))
    opened_on = dt.date(2018, 2, 1)
    return make_market(SPREAD, series, session_on=weekdays(90), opened_on=opened_on, kill=kill, **given)


def test_figures_come_in_their_order_and_every_one_does():
    found = [each.figure for each in figures(held())]

    assert list(dict.fromkeys(found)) == list(RISK_FIGURES)
    assert found == sorted(found, key=list(RISK_FIGURES).index)


def test_exposures_are_percent_of_nav():
    # 0.55 and 0.5 long, 1 short, on a NAV of 1.05.
    found = figures(held())

    assert of(found, "gross").value == pytest.approx(205 / 1.05, rel=1e-12)
    assert of(found, "net").value == pytest.approx(5 / 1.05, rel=1e-12)
    name, leg = of(found, "largest_name"), of(found, "largest_leg")
    assert (name.subject, name.note, name.unit) == ("D", "short", "pct")
    assert name.value == pytest.approx(100 / 1.05, rel=1e-12)
    assert (leg.subject, leg.value) == ("long_a", pytest.approx(105 / 1.05, rel=1e-12))


def test_the_drawdown_is_the_one_now_and_the_note_has_the_deepest():
    found = of(figures(held({"D": ((0, 100.0), (30, 120.0), (38, 110.0))})), "drawdown")

    assert found.value == pytest.approx(10.0, rel=1e-12)
    assert found.note == f"since the opening; deepest 20.0 % on {DATES[30]}"


def test_before_the_opening_the_drawdown_is_over_all_sessions_and_says_so():
    moves = {"A": ((0, 100.0), (20, 120.0)), "D": ((0, 100.0), (30, 122.0))}
    found = of(figures(held(moves, opened_on=dt.date(2022, 12, 1))), "drawdown")

    # From 1.1 to 0.88.
    assert found.value == pytest.approx(20.0, rel=1e-12)
    assert found.note.startswith("over all sessions, with hindsight: none has passed since the opening")


KILL = tuple(
    parse_statement(text)
    for text in (
        "breaker deep: spread_drawdown_pct >= 20 for 10 sessions",
        "watch near: spread_drawdown_pct > 12",
        "watch both: spread_drawdown_pct > 5 and beta(spread) > 0.1",
        "watch range: beta(spread) in 0..1",
        "watch high: beta(spread) > 0.5",
        "watch low: beta(spread) < -0.5",
        "watch leg: beta(long_a) >= 1.5",
    )
)


def test_limits_are_those_of_criteria_that_compare_the_figure_alone():
    found = figures(held({"D": ((0, 100.0), (30, 110.0))}, kill=KILL))

    assert of(found, "drawdown").limit == 12.0
    assert of(found, "drawdown").note.endswith("; limits: breaker >= 20; watch > 12")
    assert {each.figure for each in found if each.limit is not None} == {"drawdown", "beta"}


def test_a_beta_has_the_nearer_of_two_limits_and_a_leg_asked_about_stands_alone():
    market = random_market(KILL)
    found = figures(market)

    betas = [np.polyfit(market.benchmark_returns[1:, 0], market.members.returns[1:, j], 1)[0] for j in range(3)]
    spread, leg = of(found, "beta", "spread"), of(found, "beta", "long_a")
    book = held_plan(market).run()
    value = book.before[-1] + book.gain[-1]
    assert spread.value == pytest.approx(value @ betas / book.nav[-1], rel=1e-9)
    assert leg.value == pytest.approx(value[:2] @ betas[:2] / value[:2].sum(), rel=1e-9)
    assert spread.limit == (0.5 if spread.value > 0 else -0.5)
    assert leg.limit == 1.5
    assert spread.note.startswith("on SPY; limits: watch > 0.5; watch < -0.5")


def test_a_book_too_young_for_a_beta_has_none():
    found = figures(held())

    assert of(found, "beta").value is None
    assert of(found, "beta").note == "on SPY; 3 names without a beta taken for the mean of the side"


def test_volatility_and_correlations_are_of_the_last_quarter():
    market = random_market(rebalance="never")
    found = figures(market)

    returns = market.members.returns[27:]
    nav = held_plan(market).run().nav
    assert of(found, "volatility").value == pytest.approx(
        100 * np.std(nav[27:] / nav[26:-1] - 1, ddof=1) * np.sqrt(252), rel=1e-9
    )
    assert of(found, "leg_correlation", "long_a").value == pytest.approx(np.corrcoef(returns[:, :2].T)[0, 1], rel=1e-9)
    assert of(found, "leg_correlation", "short_a").value is None
    assert of(found, "leg_correlation", "short_a").note == "under two names are held"
    level = market.members.level
    long = (level[:, 0] / level[1, 0] + level[:, 1] / level[1, 1]) / 2
    both = [long[27:] / long[26:-1] - 1, returns[:, 2]]
    assert of(found, "side_correlation").value == pytest.approx(np.corrcoef(both)[0, 1], rel=1e-9)


def test_under_sixty_sessions_there_is_no_volatility():
    found = of(figures(held()), "volatility")

    assert (found.value, found.note) == (None, "under 60 sessions: nothing is annualised")


def test_overlap_is_the_share_of_a_side_in_owners_of_what_the_other_has():
    def stake(ticker, lab, against):
        return OverlapRow("long", "long_a", ticker, 0.5, lab, None, against, None, "seen", "", "")

    rows = (stake("A", "openai", ("private",)), stake("A", "xai", ("D",)), stake("B", "mistral", ()))
    found = figures(held(), Overlap(rows))

    long, short = of(found, "lab_overlap", "long"), of(found, "lab_overlap", "short")
    assert (long.value, long.note) == (50.0, "owners of labs that the other side has too: A (openai, xai)")
    assert (short.value, short.note) == (0.0, "owners of labs that the other side has too: none")


def test_a_thesis_with_one_side_has_no_correlation_of_sides():
    found = figures(held(legs={"short_a": ["D", "E"]}))

    assert of(found, "side_correlation").value is None
    assert of(found, "net").value == pytest.approx(-100.0, rel=1e-9)
    assert [each.subject for each in found if each.figure == "lab_overlap"] == ["short"]


def test_prices_are_as_old_as_their_last_session():
    found = of(figures(held()), "price_age")

    assert (found.value, found.unit) == (2.0, "days")
    assert "2022-03-04" in found.note


def test_a_ruined_book_says_so_instead_of_figures():
    found = figures(held({"D": ((0, 100.0), (20, 300.0))}))

    for figure in ("gross", "net", "beta", "largest_name"):
        assert (of(found, figure).value, of(found, figure).note.split("; ")[0]) == (None, "the book was ruined")
    assert of(found, "leg_correlation", "long_a").note == "under two names are held"
    # D's short of 1 costs 2, so that NAV is -1.
    assert of(found, "drawdown").value == pytest.approx(200.0, rel=1e-12)
