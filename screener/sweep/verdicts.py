"""What picking the best of a grid is worth, period by period."""

import math
from collections.abc import Sequence

import numpy as np

from screener.calc.books.performance import MIN_SESSIONS_TO_ANNUALISE, SESSIONS_PER_YEAR
from screener.calc.books.sharpe import sharpe_per_session
from screener.calc.market import Market
from screener.calc.numbers import finite
from screener.calc.selection.overfitting import overfitting
from screener.calc.selection.reality_check import reality_check
from screener.records.event import PERIODS, Period
from screener.records.prices import Bools, Floats
from screener.records.sweep import SweepRow, SweepVerdict
from screener.records.variant import VariantResult

_YEAR = math.sqrt(SESSIONS_PER_YEAR)


def verdicts(market: Market, results: Sequence[VariantResult], rows: Sequence[SweepRow]) -> tuple[SweepVerdict, ...]:
    """Judge the best variant of a grid in every period.

    Parameters
    ----------
    market : Market
    results : sequence of VariantResult
        At least one; the note's own rules first.
    rows : sequence of SweepRow
        Of the same variants in all periods, with their deflated Sharpe ratios.

    Returns
    -------
    tuple of SweepVerdict
        No p and no probability under 60 sessions. Known when the period's last session is.

    Notes
    -----
    Variants are compared on the sessions on which all of them have a return, since the first trade comes later the
    longer the lag; what a variant did, or paid for its first trade, before that is in its row only. The reality check
    and the superior ability test are against doing nothing: cash that earns nothing.

    A ruined variant returns 0 on each session after its ruin, as one who lost everything would have: left out, it would
    have taken the worst of the tries with it. It has no Sharpe ratio in the period of its ruin and is never the best;
    those that were ruined share the last rank.
    """
    returns, is_shared = shared_returns(results)
    by_period: dict[Period, list[SweepRow]] = {period: [] for period in PERIODS}
    for row in rows:
        by_period[row.performance.period].append(row)
    return tuple(
        _verdict(market, period, returns, is_shared & market.in_period(period), own)
        for period, own in by_period.items()
    )


def shared_returns(results: Sequence[VariantResult]) -> tuple[Floats, Bools]:
    """Return the variants' returns with 0 after a ruin, shape (T, V), and the sessions that all have, shape (T,)."""
    returns = np.column_stack([each.returns for each in results])
    session = np.arange(len(returns))[:, None]
    first = np.array([each.first_return_row for each in results])
    returns[np.isnan(returns) & (session >= first)] = 0.0
    return returns, np.asarray(np.isfinite(returns).all(axis=1))


def _verdict(
    market: Market, period: Period, returns: Floats, in_sample: Bools, rows: Sequence[SweepRow]
) -> SweepVerdict:
    sample = returns[in_sample]
    n_sessions, n_variants = sample.shape
    if n_sessions < MIN_SESSIONS_TO_ANNUALISE:
        flag = "too_short" if n_sessions else "no_sessions"
        return SweepVerdict(period, n_variants, n_sessions, flags=(*market.thesis.hindsight_flags(period), flag))
    days = np.flatnonzero(in_sample)
    labels = [row.variant.label for row in rows]
    is_ruined = np.array(["ruined" in row.performance.flags for row in rows])
    sharpe = np.where(is_ruined, np.nan, [sharpe_per_session(each) for each in sample.T])
    known = np.where(np.isnan(sharpe), -np.inf, sharpe)
    best = int(known.argmax())
    has_best, has_rank = bool(np.isfinite(known[best])), bool(np.isfinite(known[0]) or is_ruined[0])
    check, fit = reality_check(sample), overfitting(sample)
    return SweepVerdict(
        period=period,
        n_variants=n_variants,
        n_sessions=n_sessions,
        start_on=market.date(int(days[0])),
        end_on=market.date(int(days[-1])),
        best=labels[best] if has_best else "",
        sharpe=finite(sharpe[best] * _YEAR),
        deflated_sharpe=rows[best].performance.deflated_sharpe if has_best else None,
        n_trials=rows[best].performance.n_trials,
        as_written_sharpe=finite(sharpe[0] * _YEAR),
        as_written_rank=1 + int((known > known[0]).sum()) if has_rank else None,
        highest_mean=labels[check.best_by_mean] if check.n_variants else "",
        mean=finite(check.mean),
        p_reality_check=finite(check.p_reality_check),
        highest_t=labels[check.best] if check.n_variants else "",
        t=finite(check.statistic),
        p_spa_lower=finite(check.p_spa_lower),
        p_spa=finite(check.p_spa_consistent),
        p_spa_upper=finite(check.p_spa_upper),
        n_compared=check.n_variants,
        pbo=finite(fit.pbo),
        n_distinct=fit.n_variants,
        n_splits=fit.n_splits,
        flags=market.thesis.hindsight_flags(period),
    )
