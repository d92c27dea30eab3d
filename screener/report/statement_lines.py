"""What a pull brought of income statements, one line a kind of outcome."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from screener.records.income_fetch import PulledIncome
from screener.records.prices import FetchOutcome


def statement_lines(pulled: Sequence[PulledIncome]) -> tuple[str, ...]:
    """Return the lines: what came, what came not and why, and which quarters were changed; none where none was wanted.

    A listing without statements is counted and named, and is no failure: most funds and many foreign ones have none.
    """
    return tuple(_lines(pulled)) if pulled else ()


def _lines(pulled: Sequence[PulledIncome]) -> Iterator[str]:
    fine = [each for each in pulled if each.outcome is FetchOutcome.OK]
    n_idle = sum(not each.is_asked for each in fine)
    n_new = sum(len(each.new) for each in fine)
    yield (f"statements ok: {len(fine)} of {len(pulled)} tickers, {n_idle} asked within a week; {n_new} quarters added")
    for outcome in FetchOutcome:
        by_reason: dict[str, list[str]] = defaultdict(list)
        for each in pulled:
            if each.outcome is outcome and outcome is not FetchOutcome.OK:
                by_reason[each.reason].append(each.ticker)
        if by_reason:
            said = "; ".join(f"{', '.join(tickers)} ({reason})" for reason, tickers in by_reason.items())
            yield f"statements {outcome.value}: {sum(map(len, by_reason.values()))}: {said}"
    changed = [f"{each.ticker} {', '.join(map(str, each.changed))}" for each in pulled if each.changed]
    if changed:
        yield f"statements changed: {len(changed)}: {'; '.join(changed)}"
