"""The companies a note can mean, with every name that people use for them, from the tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screener.events.labs import Lab, Labs
from screener.records.fact import Candidate, Facts

# What a company's name often ends with, and people often leave out.
SUFFIXES = (
    *("AI", "ADR", "Inc", "Corp", "Corporation", "Holding", "Holdings", "Group", "plc", "Ltd", "AG", "SE", "NV"),
    *("Technologies", "Technology", "Electronics", "Systems"),
)
_PARENTHESIS = re.compile(r"\s*\(([^()]*)\)")
_LISTINGS = frozenset({"ADR", "HK"})


@dataclass(frozen=True, slots=True)
class Target:
    """A company.

    Parameters
    ----------
    ticker : str
        Empty for one without a stock.
    name : str
    leg : str
        Its leg in ``candidates.csv``, or empty.
    side : str
        Its side there: ``long``, ``short``, ``watch``, ``private``, or empty.
    first_on : str
        ISO date of the first trade, or empty.
    lab : str
        Id of the lab that it is, or empty.
    """

    ticker: str
    name: str
    leg: str = ""
    side: str = ""
    first_on: str = ""
    lab: str = ""

    @property
    def company(self) -> str:
        """What all listings of a company share: its name without what stands in parentheses."""
        return _PARENTHESIS.sub("", self.name).strip().removesuffix(" ADR").casefold()


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of a company; ``is_weak`` for the name of a product, which counts only where it stands alone."""

    name: str
    target: Target
    is_weak: bool = False


def candidate_targets(facts: Facts, labs: Labs) -> tuple[Target, ...]:
    """Return the candidates, and the labs that somebody holds and no candidate is."""
    targets = [_target(each, labs) for each in facts.candidates]
    known = {each.lab for each in targets}
    held = dict.fromkeys(each.lab for each in facts.exposures if each.lab not in known)
    return (*targets, *(Target("", _shown(labs, lab), "", "private", "", lab) for lab in held))


def aliases(targets: tuple[Target, ...], labs: Labs) -> dict[str, Alias]:
    """Return every name by its folded form; where two companies share one, the first of the table has it.

    Names of products come last: ``GLM`` is its maker's only while no company is called so.
    """
    found: dict[str, Alias] = {}

    def add(name: str, target: Target, *, is_weak: bool = False) -> None:
        if name.strip():
            found.setdefault(name.casefold(), Alias(name, target, is_weak))

    for target in targets:
        add(target.name, target)
    for target in targets:
        for name in _variants(target.name):
            add(name, target)
    for target in targets:
        lab = labs.by_id.get(target.lab)
        for name in lab.names if lab else ():
            add(name, target, is_weak=not _is_company(name, lab, target))
    return found


def _target(row: Candidate, labs: Labs) -> Target:
    names = (row.name, *_variants(row.name))
    lab = next((found for name in names if (found := labs.resolve(name))), "")
    first_on = row.listed_on.isoformat() if row.listed_on else ""
    return Target(row.ticker, row.name, row.leg, row.side, first_on, lab)


def _shown(labs: Labs, lab: str) -> str:
    row = labs.by_id.get(lab)
    return row.names[0] if row and row.names else lab


def _variants(name: str) -> Iterator[str]:
    """Yield shorter names: without what stands in parentheses and behind, and what stands inside them."""
    bare = _PARENTHESIS.sub("", name).strip()
    yield bare
    for inside in _PARENTHESIS.findall(name):
        for part in re.split(r"[,/]", inside):
            if part.strip() not in _LISTINGS:
                yield part.strip().removeprefix("owns ")
    words = bare.split()
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
        yield " ".join(words)
    if len(words) == 2:
        yield "".join(words).capitalize()
    if bare.endswith(".ai"):
        yield f"{bare.removesuffix('.ai')} AI"
        yield bare.removesuffix(".ai")


def _is_company(name: str, lab: Lab | None, target: Target) -> bool:
    """Tell a company's name from a product's: it has the lab's id or the company's name in it."""
    plain = re.sub(r"[^a-z0-9]", "", name.casefold())
    ids = (lab.lab if lab else "", *(word for word in _variants(target.name)))
    return any(part and part in plain for part in (re.sub(r"[^a-z0-9]", "", each.casefold()) for each in ids))
