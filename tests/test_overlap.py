import datetime as dt

import numpy as np
import pytest
from make_market import make_market

from screener.overlap import overlap_of, side_weights
from screener.records.fact import Exposure
from screener.records.thesis import Member
from screener.report.overlap_lines import overlap_lines

AS_OF = dt.date(2020, 1, 1)
LABS = {"OpenAI": "openai", "Anthropic": "anthropic"}


def stake(holder, lab, pct=None, measured_on=None, provenance="seen"):
    return Exposure(holder, lab, pct, measured_on, "a page", provenance, "", "exposures.csv", 1)


def market(legs=None, **settings):
    legs = legs or {"long_big": ["MSFT", "GOOGL"], "long_chips": ["MU"], "short_soft": ["CRM"]}
    tickers = {
        member.ticker if isinstance(member, Member) else member for members in legs.values() for member in members
    }
    return make_market(legs, {ticker: np.zeros(40) for ticker in tickers}, **settings)


def overlap(market, *stakes, as_of=AS_OF):
    return overlap_of(market, stakes, LABS.get, as_of)


def test_a_long_holder_of_a_lab_that_is_short_in_view_is_the_same_asset_in_part():
    found = overlap(market(private_short=("OpenAI",)), stake("MSFT", "openai", 27.0), stake("AMZN", "openai", 9.0))

    (row,) = found.rows
    assert (row.side, row.leg, row.ticker, row.lab) == ("long", "long_big", "MSFT", "openai")
    assert row.stake == 0.27
    assert row.against == ("private",)
    # Half of a leg that is half of the side.
    assert row.weight == pytest.approx(0.25)
    assert found.shared_weight("long") == pytest.approx(0.25)
    assert found.shared_weight("short") == 0.0


def test_two_listed_owners_of_one_lab_on_two_sides_are_named_against_each_other():
    found = overlap(market(), stake("GOOGL", "anthropic", 14.0), stake("CRM", "anthropic"))

    assert [(row.side, row.ticker, row.against) for row in found.rows] == [
        ("long", "GOOGL", ("CRM",)),
        ("short", "CRM", ("GOOGL",)),
    ]
    assert found.rows[1].stake is None
    assert "stake_unknown" in found.rows[1].flags
    assert found.shared_weight("short") == pytest.approx(1.0)


def test_a_stake_in_a_lab_that_the_other_side_has_nothing_of_is_shown_and_is_no_overlap():
    found = overlap(market(private_long=("OpenAI",)), stake("MSFT", "openai", 27.0))

    assert [row.against for row in found.rows] == [()]
    assert found.shared_weight("long") == 0.0
    assert overlap_lines(found) == ()


def test_a_name_with_two_stakes_counts_its_weight_once():
    found = overlap(
        market(private_short=("OpenAI", "Anthropic")), stake("MSFT", "openai", 27.0), stake("MSFT", "anthropic", 2.0)
    )

    assert len(found.rows) == 2
    assert found.shared_weight("long") == pytest.approx(0.25)


def test_stakes_measured_later_are_left_out_and_counted_and_undated_ones_say_so():
    stakes = (stake("MSFT", "openai", 27.0), stake("GOOGL", "openai", 1.0, dt.date(2020, 1, 2)))

    early = overlap(market(private_short=("OpenAI",)), *stakes)
    late = overlap(market(private_short=("OpenAI",)), *stakes, as_of=dt.date(2020, 1, 2))

    assert ([row.ticker for row in early.rows], early.n_not_known_yet) == (["MSFT"], 1)
    assert ([row.ticker for row in late.rows], late.n_not_known_yet) == (["MSFT", "GOOGL"], 0)
    assert "undated" in late.rows[0].flags
    assert "undated" not in late.rows[1].flags
    assert any("1 stake measured after --as-of left out" in line for line in overlap_lines(early))


def test_a_private_name_that_no_lab_has_is_told():
    found = overlap(market(private_short=("Some Lab",)), stake("MSFT", "openai", 27.0))

    assert found.unknown_private == ("Some Lab",)
    assert overlap_lines(found) == ("overlap with Some Lab is not known: no lab of labs.csv has that name",)


def test_weights_are_those_of_the_last_trade_and_a_name_that_left_has_none():
    gone = Member("MSFT", to_on=dt.date(2018, 1, 10))
    legs = {"long_big": [gone, "GOOGL"], "short_soft": ["CRM"]}

    weights = side_weights(market(legs, rebalance="weekly"))

    assert weights == {("long", "MSFT"): 0.0, ("long", "GOOGL"): 1.0, ("short", "CRM"): 1.0}


def test_before_any_trade_no_weight_is_known():
    one = make_market({"long_a": ["MSFT"]}, {"MSFT": np.zeros(1)}, private_short=("OpenAI",))

    found = overlap(one, stake("MSFT", "openai", 27.0))

    assert found.rows[0].weight is None
    assert found.shared_weight("long") is None
    assert overlap_lines(found)[0].startswith("overlap: names on the long side (1 name)")


def test_the_sentence_names_the_lab_the_share_and_what_is_from_memory():
    found = overlap(
        market(private_short=("OpenAI", "Anthropic")),
        stake("MSFT", "openai", 27.0),
        stake("GOOGL", "anthropic", 14.0, provenance="memory"),
        stake("MU", "anthropic"),
        stake("CRM", "anthropic"),
    )

    assert overlap_lines(found) == (
        (
            "overlap: 100.0 % of the weight on the long side (3 names) owns part of what the other side has, "
            "and moves with it"
        ),
        "  openai (short in view): MSFT owns about 27 %",
        (
            "  anthropic (short in view and short through CRM): GOOGL owns about 14 %, from memory, "
            "MU owns a stake of unknown size"
        ),
        (
            "overlap: 100.0 % of the weight on the short side (1 name) owns part of what the other side has, "
            "and moves with it"
        ),
        "  anthropic (long through GOOGL, MU): CRM owns a stake of unknown size",
    )
