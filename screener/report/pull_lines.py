"""What a pull brought, one line a kind of outcome and one a kind of change of the past."""

from collections import defaultdict
from collections.abc import Iterator

from screener.records.prices import FetchOutcome
from screener.records.pulling import Pull, Pulled

# Volumes settle and dividends fall due every day; they are counted. The others are named.
_EXPECTED = ("settled", "dividend")
_MOST_NAMED = 12


def pull_lines(pull: Pull) -> tuple[str, ...]:
    """Return the lines: outcomes first, each with every ticker concerned and the reason, then changes of the past."""
    return (*_outcomes(pull), *_revisions(pull))


def _outcomes(pull: Pull) -> Iterator[str]:
    fine = [each for each in pull.pulled if each.outcome is FetchOutcome.OK]
    n_idle = sum(not each.is_asked for each in fine)
    n_new = sum(each.n_new for each in fine)
    yield f"ok: {len(fine)} of {len(pull.pulled)} tickers, {n_idle} with nothing new to ask for; {n_new} rows added"
    for outcome in FetchOutcome:
        if outcome is not FetchOutcome.OK:
            yield from _missing(outcome, [each for each in pull.missing if each.outcome is outcome])


def _missing(outcome: FetchOutcome, found: list[Pulled]) -> Iterator[str]:
    if not found:
        return
    by_reason: dict[str, list[str]] = defaultdict(list)
    for each in found:
        by_reason[each.reason].append(each.ticker)
    said = "; ".join(f"{', '.join(tickers)} ({reason})" for reason, tickers in by_reason.items())
    yield f"{outcome.value}: {len(found)}: {said}"


def _revisions(pull: Pull) -> Iterator[str]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for each in pull.pulled:
        for revision in each.revisions:
            by_kind[revision.kind].append(f"{each.ticker} {revision.message}")
    for kind, said in sorted(by_kind.items()):
        if kind in _EXPECTED:
            yield f"{kind}: {len(said)}"
            continue
        more = f"; and {len(said) - _MOST_NAMED} more" if len(said) > _MOST_NAMED else ""
        yield f"{kind}: {len(said)}: {'; '.join(said[:_MOST_NAMED])}{more}"
