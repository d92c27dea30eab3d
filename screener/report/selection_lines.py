"""Whether what the thesis holds could come from trying or from luck, in words."""

from collections.abc import Iterator

from screener.records.backtest import BacktestReport
from screener.records.event import Period
from screener.records.selection import SelectionCheck, SelectionRow
from screener.report.spoken import OUT_OF_SAMPLE_FIRST, often, period_name

_MOST_NAMED = 6


def selection_lines(report: BacktestReport) -> Iterator[str]:
    """Say, period by period, what each check of ``selection`` found and what it answers.

    Parameters
    ----------
    report : BacktestReport
        Without the table there is nothing to say.

    Yields
    ------
    str
        A line without its end; what is said of a period is indented below it.
    """
    if not report.selection:
        return
    yield "did we just try many?"
    rows = {(row.period, row.check): row for row in report.selection}
    for period in OUT_OF_SAMPLE_FIRST:
        own = {row.check: row for (of, _), row in rows.items() if of == period}
        yield from _period(period, own)
    if report.pool is not None:
        yield from _pool(report)


def _period(period: Period, rows: dict[SelectionCheck, SelectionRow]) -> Iterator[str]:
    first = rows["probabilistic_sharpe"]
    name = period_name(period, first.flags)
    if first.value is None:
        why = "ruined" if "ruined" in first.flags else f"{first.n_sessions} sessions, under 60"
        yield f"  {name}: {why}, so nothing is said"
        return
    yield f"  {name}, {first.n_sessions} sessions:"
    yield f"    skill at all? probabilistic Sharpe {first.value:.3f}: the chance that the true Sharpe is above 0"
    deflated, n_tries = rows["deflated_sharpe"], rows["deflated_sharpe"].n_compared
    if deflated.value is not None:
        yield (
            f"    tried before? deflated Sharpe {deflated.value:.3f}: the chance that it beats the best of "
            f"{n_tries} worthless {'try' if n_tries == 1 else 'tries'}, as many as the ledger has of this thesis"
        )
    yield f"    these names? {_random(rows['random_baskets'])}"


def _random(row: SelectionRow) -> str:
    if row.value is None or row.p is None or row.compared_mean is None or row.compared_sd is None:
        why = "the pool has fewer names than the thesis" if "pool_too_small" in row.flags else "nothing to compare"
        return f"no random baskets: {why}"
    return (
        f"Sharpe {row.value:+.2f} beside {row.compared_mean:+.2f} (sd {row.compared_sd:.2f}) of {row.n_compared:,} "
        f"random baskets of its shape, which do as well {often(row.p)}"
    )


def _pool(report: BacktestReport) -> Iterator[str]:
    pool = report.pool
    if pool is None:
        return
    yield f"  baskets are drawn from {len(pool.used)} of {pool.n_asked} members and candidates"
    if pool.left_out:
        named = ", ".join(pool.left_out[:_MOST_NAMED])
        n_more = len(pool.left_out) - _MOST_NAMED
        yield f"    without prices, or with under 60 sessions: {named}" + (f" and {n_more} more" if n_more > 0 else "")
