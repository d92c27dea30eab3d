"""List prices of another collection, and what comparing them with the token prices gives."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from screener.records.fact import OtherPrice, TokenPrice

ProposalKind = Literal["new_price", "planned", "disagrees", "ours_only", "theirs_only"]


@dataclass(frozen=True, slots=True)
class ListedStep:
    """A price of the other collection, in USD per million tokens.

    Parameters
    ----------
    input_usd_per_mtok, output_usd_per_mtok : float
        Base tier, at noon in UTC.
    starts_on : date or None
        First day in UTC; None is a price without a date, as if it had always held.
    other : OtherPrice or None
        The price of the hours that noon is not one of.
    is_tiered : bool
        Whether longer prompts cost more.
    """

    input_usd_per_mtok: float
    output_usd_per_mtok: float
    starts_on: dt.date | None
    other: OtherPrice | None = None
    is_tiered: bool = False


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model of the other collection.

    Parameters
    ----------
    provider, model : str
        As the collection names them.
    steps : tuple of ListedStep
        Oldest first; not empty.
    """

    provider: str
    model: str
    steps: tuple[ListedStep, ...]


@dataclass(frozen=True, slots=True)
class PriceCollection:
    """Another collection of list prices.

    Parameters
    ----------
    name : str
        With its version, as a source names it.
    models : tuple of ListedModel
        Those with a price for input and output.
    """

    name: str
    models: tuple[ListedModel, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that a person should look at; nothing is decided by it.

    Parameters
    ----------
    kind : ProposalKind
        ``new_price`` and ``planned`` are rows to add, ``disagrees`` is one price or date against another,
        ``ours_only`` and ``theirs_only`` are models that the other side lacks.
    model, provider : str
        As the token prices name them; for ``theirs_only`` as the collection does.
    listed : ListedModel or None
        The collection's entry.
    step : ListedStep or None
        Its price in question.
    ours : TokenPrice or None
        Our row in force.
    reason : str
        Why it is shown, in words.
    flags : tuple of str
        Keys of ``dictionary.flags.FLAGS``.
    """

    kind: ProposalKind
    model: str
    provider: str
    listed: ListedModel | None = None
    step: ListedStep | None = None
    ours: TokenPrice | None = None
    reason: str = ""
    flags: tuple[str, ...] = ()

    @property
    def is_row(self) -> bool:
        """Whether it can be pasted into the table as it is, but for its provenance."""
        return self.kind in ("new_price", "planned")


@dataclass(frozen=True, slots=True)
class PriceComparison:
    """The token prices beside another collection.

    Parameters
    ----------
    collection : str
        Its name.
    as_of : date
        Day that is compared.
    n_agree : int
        Models whose price in force is the same.
    proposals : tuple of Proposal
        By kind, then model.
    held_back : tuple of str
        Prices that begin after ``as_of``, as text; not among the proposals.
    """

    collection: str
    as_of: dt.date
    n_agree: int
    proposals: tuple[Proposal, ...]
    held_back: tuple[str, ...]

    def of_kind(self, kind: ProposalKind) -> tuple[Proposal, ...]:
        """Return the proposals of one kind."""
        return tuple(each for each in self.proposals if each.kind == kind)
