"""The token prices beside another collection of list prices: what to add, what disagrees, what has no counterpart."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.dictionary.fact_columns import PROPOSALS
from screener.facts.genai_names import HOSTED, MODELS, PROVIDERS
from screener.facts.model_names import name_key
from screener.records.fact import TokenPrice
from screener.records.fact_proposal import ListedModel, ListedStep, PriceCollection, PriceComparison, Proposal

# The collection dates a change by the UTC day after its instant.
_SAME_DAYS = dt.timedelta(days=1)
_RESELLER = "openrouter"
_ORDER = tuple(PROPOSALS)


def compare_prices(
    prices: Sequence[TokenPrice], collection: PriceCollection, as_of: dt.date, *, holds_back: bool
) -> PriceComparison:
    """Compare the price in force of every model with the collection's.

    Parameters
    ----------
    prices : sequence of TokenPrice
        Ours; rows known or in force later than ``as_of`` are not there yet.
    collection : PriceCollection
        It dates changes and no launches, so older rows of ours are not compared.
    as_of : date
    holds_back : bool
        Whether a price of the collection that begins after ``as_of`` is only named. Else it is a plan known on
        ``as_of``.

    Notes
    -----
    Days that differ by one are the same day. Entries of resellers, and of a lab that hosts another's model, are not
    compared; a lab's own entry with a reseller's price is flagged.
    """
    entries = _Entries(collection)
    proposals: list[Proposal] = []
    held_back: list[str] = []
    n_agree = 0
    own = _by_model(prices, as_of)
    for model, rows in own.items():
        found = list(_compare_model(model, rows, entries, as_of))
        later = [each for each in found if each.kind == "planned"]
        now = [each for each in found if each.kind != "planned"]
        n_agree += not now
        proposals.extend(now)
        if holds_back:
            held_back.extend(f"{model} from {each.step.starts_on}" for each in later if each.step is not None)
        else:
            proposals.extend(later)
    proposals.extend(_theirs_only(own, entries, as_of))
    proposals.sort(key=lambda each: (_ORDER.index(each.kind), each.provider, each.model))
    return PriceComparison(collection.name, as_of, n_agree, tuple(proposals), tuple(held_back))


class _Entries:
    """The collection's models, looked up by lab and name.

    Parameters
    ----------
    collection : PriceCollection
    """

    def __init__(self, collection: PriceCollection) -> None:
        self.models = collection.models
        self._by_name = {(each.provider, name_key(each.model)): each for each in reversed(collection.models)}

    def of(self, model: str, provider: str) -> ListedModel | None:
        """Return the lab's own entry of one of our models: of the same name, or of the one it is known by there."""
        theirs = PROVIDERS.get(provider)
        return None if theirs is None else self._by_name.get((theirs, name_key(MODELS.get(model, model))))

    def is_resold(self, listed: ListedModel, step: ListedStep) -> bool:
        """Tell whether the reseller's entry of the same name has, or once had, this price."""
        wanted = name_key(listed.model)
        return any(
            _is_price(each, step)
            for entry in self.models
            if entry.provider == _RESELLER and name_key(entry.model.rpartition("/")[2]) == wanted
            for each in entry.steps
        )


@dataclass(frozen=True, slots=True)
class _Own:
    """Our rows of one model, and the one in force."""

    provider: str
    rows: tuple[TokenPrice, ...]
    in_force: TokenPrice

    @property
    def since_on(self) -> dt.date:
        """First day of the price in force, under whichever row."""
        since = self.in_force
        for row in reversed(self.rows[: self.rows.index(self.in_force)]):
            if not _is_same(row.input_usd_per_mtok, row.output_usd_per_mtok, since):
                break
            since = row
        return since.effective_on


def _by_model(prices: Sequence[TokenPrice], as_of: dt.date) -> dict[str, _Own]:
    found: dict[str, list[TokenPrice]] = {}
    for row in sorted(prices, key=lambda row: row.effective_on):
        if row.known_on <= as_of:
            found.setdefault(row.model, []).append(row)
    own: dict[str, _Own] = {}
    for model, rows in sorted(found.items()):
        mine = tuple(row for row in rows if row.provider == rows[0].provider)
        begun = [row for row in mine if row.effective_on <= as_of]
        if begun:
            own[model] = _Own(rows[0].provider, mine, begun[-1])
    return own


def _compare_model(model: str, own: _Own, entries: _Entries, as_of: dt.date) -> Iterator[Proposal]:
    listed = entries.of(model, own.provider)
    ours = own.in_force
    if listed is None:
        reason = "the collection has no list of this lab's own" if own.provider not in PROVIDERS else "no entry"
        yield Proposal("ours_only", model, own.provider, ours=ours, reason=reason)
        return
    begun = [step for step in listed.steps if step.starts_on is None or step.starts_on <= as_of]
    if begun:
        yield from _compare_step(model, own, listed, begun[-1], entries)
    else:
        yield Proposal("ours_only", model, own.provider, listed, ours=ours, reason=f"its entry begins after {as_of}")
    for step in listed.steps[len(begun) :]:
        if not _is_planned_here(own, step):
            yield Proposal(
                "planned", model, own.provider, listed, step, ours, "begins after as_of", flags=("dated_ahead",)
            )


def _compare_step(
    model: str, own: _Own, listed: ListedModel, step: ListedStep, entries: _Entries
) -> Iterator[Proposal]:
    """Yield what is to be said of the collection's price in force, if anything."""
    ours = own.in_force
    if not _is_same(step.input_usd_per_mtok, step.output_usd_per_mtok, ours):
        is_later = step.starts_on is not None and step.starts_on - ours.effective_on > _SAME_DAYS
        if is_later:
            yield Proposal("new_price", model, own.provider, listed, step, ours, "later than ours in force")
            return
        is_resold = entries.is_resold(listed, step)
        reason = "price, undated there" if step.starts_on is None else "price"
        yield Proposal(
            *("disagrees", model, own.provider, listed, step, ours),
            f"{reason}; a reseller has or had it" if is_resold else reason,
            ("reseller_price",) if is_resold else (),
        )
    elif step.starts_on is not None and abs(step.starts_on - own.since_on) > _SAME_DAYS:
        yield Proposal("disagrees", model, own.provider, listed, step, ours, "the day it took effect")
    elif step.other is not None and step.other != ours.other:
        yield Proposal("disagrees", model, own.provider, listed, step, ours, "the price of other hours of the day")


def _is_planned_here(own: _Own, step: ListedStep) -> bool:
    """Tell whether our table has the plan already."""
    return any(
        step.starts_on is not None
        and abs(row.effective_on - step.starts_on) <= _SAME_DAYS
        and _is_same(step.input_usd_per_mtok, step.output_usd_per_mtok, row)
        for row in own.rows
    )


def _theirs_only(own: dict[str, _Own], entries: _Entries, as_of: dt.date) -> Iterator[Proposal]:
    """Yield the labs' own entries that none of our models has, with the price in force."""
    matched = {entries.of(model, each.provider) for model, each in own.items()}
    labs = {theirs: ours for ours, theirs in PROVIDERS.items() if theirs != "aws"}
    for listed in entries.models:
        lab = labs.get(listed.provider)
        begun = [step for step in listed.steps if step.starts_on is None or step.starts_on <= as_of]
        if lab is None or not begun or listed in matched or name_key(listed.model)[0] in HOSTED.get(lab, ()):
            continue
        reason = "not in token_prices.csv" + ("" if begun[-1].starts_on else "; undated there")
        yield Proposal("theirs_only", listed.model, lab, listed, begun[-1], reason=reason)


def _is_same(paid: float, made: float, row: TokenPrice) -> bool:
    return paid == row.input_usd_per_mtok and made == row.output_usd_per_mtok


def _is_price(one: ListedStep, other: ListedStep) -> bool:
    return (one.input_usd_per_mtok, one.output_usd_per_mtok) == (other.input_usd_per_mtok, other.output_usd_per_mtok)
