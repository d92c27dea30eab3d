"""Comparing the token prices with another collection of list prices."""

import datetime as dt
from collections.abc import Sequence
from typing import get_args

import pytest

from screener.dictionary.fact_columns import PROPOSALS
from screener.fact_proposals import compare_prices
from screener.facts.genai_names import MODELS, PROVIDERS
from screener.facts.model_names import name_key
from screener.records.fact import OtherPrice, TokenPrice
from screener.records.fact_proposal import (
    ListedModel,
    ListedStep,
    PriceCollection,
    PriceComparison,
    Proposal,
    ProposalKind,
)

AS_OF = dt.date(2026, 11, 20)
PEAK = OtherPrice(1.32, 3.96, "01:00-04:00;06:00-10:00")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def ours(
    model: str,
    provider: str,
    paid: float,
    made: float,
    on: str = "2026-06-01",
    known_on: str = "",
    other: OtherPrice | None = None,
) -> TokenPrice:
    return TokenPrice(
        model=model,
        provider=provider,
        input_usd_per_mtok=paid,
        output_usd_per_mtok=made,
        effective_on=day(on),
        precision="day",
        tier="flagship",
        open_weights="yes",
        known_on=day(known_on or on),
        known_on_assumed=not known_on,
        source="page",
        provenance="seen",
        note="",
        path="token_prices.csv",
        line=2,
        other=other,
    )


def theirs(provider: str, model: str, *steps: tuple[float, float, str | None]) -> ListedModel:
    return ListedModel(provider, model, tuple(ListedStep(paid, made, on and day(on)) for paid, made, on in steps))


def compare(
    prices: Sequence[TokenPrice], *models: ListedModel, as_of: dt.date = AS_OF, holds_back: bool = False
) -> PriceComparison:
    return compare_prices(prices, PriceCollection("a list 1.0", models), as_of, holds_back=holds_back)


def kinds(compared: PriceComparison) -> list[tuple[str, str]]:
    return [(each.kind, each.model) for each in compared.proposals]


@pytest.mark.parametrize(
    ("model", "provider", "their_provider", "their_model"),
    [
        ("gpt-5", "openai", "openai", "gpt-5"),
        ("kimi-k3", "moonshot", "moonshotai", "kimi-k3"),
        ("grok-4.7", "spacex", "x-ai", "grok-4.7"),
        ("glm-5.3", "zhipu", "zai", "GLM-5.3"),
        ("mistral-medium-3.5", "mistral", "mistral", "mistral-medium-3-5"),
        ("grok-4", "spacex", "x-ai", "grok-4-0709"),
        ("deepseek-v4.1-flash", "deepseek", "deepseek", "deepseek-flash"),
    ],
)
def test_the_same_price_under_their_name_agrees(
    model: str, provider: str, their_provider: str, their_model: str
) -> None:
    compared = compare([ours(model, provider, 1, 2)], theirs(their_provider, their_model, (1, 2, None)))
    assert (compared.n_agree, compared.proposals, compared.held_back) == (1, (), ())


def test_a_name_that_is_only_near_is_no_match() -> None:
    compared = compare(
        [ours("mistral-medium-3", "mistral", 0.4, 2)], theirs("mistral", "mistral-medium-3-5", (1.5, 7.5, None))
    )
    assert kinds(compared) == [("ours_only", "mistral-medium-3"), ("theirs_only", "mistral-medium-3-5")]
    assert compared.n_agree == 0


def test_a_later_dated_price_is_a_row_to_add() -> None:
    model = theirs("deepseek", "deepseek-v4-flash", (0.22, 0.66, None), (0.15, 0.6, "2026-09-10"))
    (proposal,) = compare([ours("deepseek-v4-flash", "deepseek", 0.22, 0.66, "2026-08-16")], model).proposals
    assert (proposal.kind, proposal.is_row) == ("new_price", True)
    assert proposal.step == ListedStep(0.15, 0.6, day("2026-09-10"))
    assert proposal.ours is not None
    assert proposal.ours.effective_on == day("2026-08-16")


@pytest.mark.parametrize(
    ("their_day", "kind"), [("2026-08-15", "disagrees"), ("2026-08-17", "disagrees"), ("2026-08-18", "new_price")]
)
def test_another_price_of_the_same_day_or_before_is_a_disagreement(their_day: str, kind: str) -> None:
    model = theirs("openai", "m", (9, 9, None), (3, 4, their_day))
    compared = compare([ours("m", "openai", 1, 2, "2026-08-16")], model)
    assert kinds(compared) == [(kind, "m")]


@pytest.mark.parametrize(("their_day", "n_proposals"), [("2026-08-17", 0), ("2026-08-15", 0), ("2026-08-18", 1)])
def test_days_that_differ_by_one_are_the_same(their_day: str, n_proposals: int) -> None:
    model = theirs("openai", "m", (9, 9, None), (1, 2, their_day))
    compared = compare([ours("m", "openai", 1, 2, "2026-08-16")], model)
    assert [each.reason for each in compared.proposals] == ["the day it took effect"] * n_proposals


def test_a_price_holds_since_its_first_row_not_since_a_row_that_only_adds_hours() -> None:
    rows = [
        ours("m", "openai", 5, 5, "2026-01-01"),
        ours("m", "openai", 1, 2, "2026-02-01"),
        ours("m", "openai", 1, 2, "2026-05-01"),
    ]
    assert compare(rows, theirs("openai", "m", (5, 5, None), (1, 2, "2026-02-01"))).proposals == ()


def test_an_undated_other_price_is_a_disagreement_and_flagged_where_a_reseller_had_it() -> None:
    own = theirs("deepseek", "deepseek-v3.2", (0.2288, 0.3432, None))
    resold = theirs("openrouter", "deepseek/deepseek-v3.2", (0.2288, 0.3432, None), (0.26, 0.38, "2026-11-09"))
    mine = [ours("deepseek-v3.2", "deepseek", 0.28, 0.42)]
    (flagged,) = compare(mine, own, resold).proposals
    assert (flagged.kind, flagged.flags, flagged.is_row) == ("disagrees", ("reseller_price",), False)
    assert flagged.reason == "price, undated there; a reseller has or had it"
    other = theirs("openrouter", "deepseek/deepseek-v3.1", (0.2288, 0.3432, None))
    (plain,) = compare(mine, own, other).proposals
    assert (plain.kind, plain.flags) == ("disagrees", ())


def test_resellers_and_hosts_are_not_compared() -> None:
    compared = compare(
        [ours("claude-opus-4-5", "anthropic", 5, 25)],
        theirs("openrouter", "anthropic/claude-opus-4-5", (9, 9, None)),
        theirs("google", "claude-opus-4-5", (9, 9, None)),
        theirs("anthropic", "claude-opus-4-5", (5, 25, None)),
    )
    assert (compared.n_agree, compared.proposals) == (1, ())


def test_a_lab_without_a_list_of_its_own_is_ours_only() -> None:
    compared = compare(
        [ours("qwen3.8-max", "alibaba", 2, 6)], theirs("openrouter", "qwen/qwen3.8-max", (1.25, 3.75, None))
    )
    assert [(each.kind, each.reason) for each in compared.proposals] == [
        ("ours_only", "the collection has no list of this lab's own")
    ]


def test_a_price_that_begins_later_is_a_plan_or_held_back() -> None:
    argon = theirs("google", "gemini-4-argon", (2, 10, None), (4, 20, "2026-12-01"))
    mine = [ours("gemini-4-argon", "google", 2, 10, "2026-10-13")]
    (plan,) = compare(mine, argon).proposals
    assert (plan.kind, plan.is_row, plan.flags) == ("planned", True, ("dated_ahead",))
    held = compare(mine, argon, holds_back=True)
    assert (held.n_agree, held.proposals, held.held_back) == (1, (), ("gemini-4-argon from 2026-12-01",))
    # Once it has begun it is a price like any other.
    (begun,) = compare(mine, argon, as_of=day("2026-12-01"), holds_back=True).proposals
    assert begun.kind == "new_price"
    planned = ours("gemini-4-argon", "google", 4, 20, "2026-12-01", known_on="2026-10-13")
    assert compare([*mine, planned], argon).proposals == ()


def test_what_became_known_later_is_not_compared() -> None:
    known = ours("m", "openai", 1, 2, "2026-01-01")
    later = ours("m", "openai", 3, 4, "2026-02-01", known_on="2026-11-21")
    unknown = ours("n", "openai", 1, 2, "2026-11-21")
    listed = (theirs("openai", "m", (1, 2, None)), theirs("openai", "n", (1, 2, None)))
    assert kinds(compare([known, later, unknown], *listed)) == [("theirs_only", "n")]
    assert compare([known], *listed) == compare([known, later, unknown], *listed)


def test_another_price_for_other_hours_is_a_disagreement() -> None:
    step = ListedStep(0.66, 1.98, day("2026-08-17"), PEAK)
    listed = ListedModel("deepseek", "deepseek-v4-pro", (ListedStep(0.435, 0.87, None), step))

    def told(other: OtherPrice | None) -> list[str]:
        mine = [ours("deepseek-v4-pro", "deepseek", 0.66, 1.98, "2026-08-16", other=other)]
        return [each.reason for each in compare(mine, listed).proposals]

    assert told(PEAK) == []
    assert told(None) == ["the price of other hours of the day"]


def test_proposals_stand_by_kind_and_the_lists_own_models_last() -> None:
    compared = compare(
        [ours("a", "openai", 1, 2), ours("b", "openai", 1, 2), ours("c", "openai", 1, 2)],
        theirs("openai", "z", (1, 2, None)),
        theirs("openai", "b", (3, 4, None)),
        theirs("openai", "c", (1, 2, None), (3, 4, "2026-07-01")),
        theirs("mistral", "zai-glm-5-3", (1, 2, None)),
    )
    assert kinds(compared) == [("new_price", "c"), ("disagrees", "b"), ("ours_only", "a"), ("theirs_only", "z")]
    assert compared.of_kind("theirs_only") == (
        Proposal(
            *("theirs_only", "z", "openai", theirs("openai", "z", (1, 2, None)), ListedStep(1, 2, None)),
            reason="not in token_prices.csv; undated there",
        ),
    )


def test_no_alias_is_needed_where_the_names_are_the_same() -> None:
    assert all(name_key(mine) != name_key(listed) for mine, listed in MODELS.items())
    assert "alibaba" not in PROVIDERS


def test_every_kind_of_proposal_has_a_meaning() -> None:
    assert set(PROPOSALS) == set(get_args(ProposalKind))
