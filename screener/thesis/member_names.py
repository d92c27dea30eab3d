"""The members that a setting speaks of: by ticker, or by a link that leads to one."""

from collections.abc import Sequence

from screener.dictionary.near_misses import did_you_mean
from screener.records.thesis import Leg, Side
from screener.thesis.findings import Findings
from screener.thesis.links import Lookup, linked_ticker, parse_link
from screener.thesis.source import Value


class MemberNames:
    """Finds members.

    Parameters
    ----------
    legs : sequence of Leg or None
        None after an error in them: any ticker passes then, since nobody knows who the members are.
    findings : Findings
        Where problems go.
    lookup : Lookup
        Finds the ticker behind a ``[[Name]]``.
    """

    def __init__(self, legs: Sequence[Leg] | None, findings: Findings, lookup: Lookup) -> None:
        self._sides: dict[str, set[Side]] | None = None if legs is None else {}
        self._findings = findings
        self._lookup = lookup
        if self._sides is not None:
            for leg in legs or ():
                for member in leg.members:
                    self._sides.setdefault(member.ticker, set()).add(leg.side)

    def ticker(self, token: Value, name: str) -> str | None:
        """Return the ticker of a member, or None with a problem of the property ``name``."""
        ticker = linked_ticker(token, self._findings, self._lookup) if parse_link(token.text) else token.text
        if ticker is None or self._sides is None or ticker in self._sides:
            return ticker
        hint = did_you_mean(ticker, self._sides) or "write it as it stands in a leg"
        self._findings.error("T409", token, f"{name}: {ticker!r} is not a member", hint)
        return None

    def is_ever(self, side: Side, ticker: str) -> bool:
        """Tell whether the ticker is a member of that side at some time; so is any while members are unknown."""
        return self._sides is None or side in self._sides.get(ticker, ())
