"""What picking the best of a sweep is worth, in words: a few sentences a period, each with what it answers."""

from collections.abc import Collection, Iterator

from screener.records.event import Period
from screener.records.sweep import SweepReport, SweepVerdict
from screener.report.spoken import OUT_OF_SAMPLE_FIRST, counted, often, period_name


def sweep_lines(report: SweepReport) -> Iterator[str]:
    """Say what was run, then what the best variant of each period is worth.

    Parameters
    ----------
    report : SweepReport

    Yields
    ------
    str
        A line without its end; what is said of a period is indented below it. ``after`` is left out where it is
        ``live``.
    """
    yield _run(report)
    written = next(row.variant.label for row in report.rows if row.variant.is_as_written)
    verdicts = {verdict.period: verdict for verdict in report.verdicts}
    for period in OUT_OF_SAMPLE_FIRST:
        if period != "after" or _sessions(verdicts["after"]) != _sessions(verdicts["live"]):
            yield from _period(verdicts[period], written, _ruined(report, period))


def _run(report: SweepReport) -> str:
    n_variants, n_trials = report.verdicts[0].n_variants, report.rows[0].performance.n_trials
    said = f"{counted(n_variants, 'variant')} of {report.thesis.held_basket}, the note's own rules included"
    return f"{said}: {report.n_new_trials} new to the trial ledger, {n_trials} of this thesis tried in all"


def _sessions(verdict: SweepVerdict) -> tuple[object, ...]:
    return verdict.start_on, verdict.end_on, verdict.n_sessions


def _ruined(report: SweepReport, period: Period) -> frozenset[str]:
    """Return the labels of the variants that lost everything in a period or before it."""
    rows = (row for row in report.rows if row.performance.period == period)
    return frozenset(row.variant.label for row in rows if "ruined" in row.performance.flags)


def _period(verdict: SweepVerdict, written: str, ruined: Collection[str]) -> Iterator[str]:
    name = period_name(verdict.period, verdict.flags)
    if verdict.start_on is None:
        few = f"{counted(verdict.n_sessions, 'session')} that all variants share, under 60"
        yield f"{name}: {few if verdict.n_sessions else 'no session yet'}, so nothing is compared"
        return
    span = f"{name}, {verdict.n_sessions} sessions from {verdict.start_on} to {verdict.end_on}"
    if not verdict.best:
        all_ruined = len(ruined) == verdict.n_variants
        yield f"{span}: {'all variants were ruined' if all_ruined else 'no variant ever moved'}, so nothing is compared"
        return
    yield f"{span}: {_best(verdict, written)}"
    if ruined:
        yield f"  ruined in it or before: {len(ruined)} of {verdict.n_variants}"
    yield from (f"  {each}" for each in (_luck(verdict, ruined), _deflated(verdict), _choice(verdict)) if each)


def _best(verdict: SweepVerdict, written: str) -> str:
    """Say which variant has the highest Sharpe ratio, and where the note's own rules stand."""
    if verdict.best == written:
        return f"the best of {verdict.n_variants} are the note's own rules, {written}: Sharpe {_signed(verdict.sharpe)}"
    own = f"are rank {verdict.as_written_rank} with {_signed(verdict.as_written_sharpe)}"
    if verdict.as_written_sharpe is None:
        own = "are unranked, as they never moved" if verdict.as_written_rank is None else "were ruined"
    best = f"the best of {verdict.n_variants} is {verdict.best}: Sharpe {_signed(verdict.sharpe)}"
    return f"{best}; the note's own rules {own}"


def _luck(verdict: SweepVerdict, ruined: Collection[str]) -> str:
    """Answer whether the best earned anything, or as many tries would have found as much without."""
    check, spa = verdict.p_reality_check, verdict.p_spa
    if check is None or spa is None:
        return ""
    by_mean, by_t = (_of(label, verdict.best, ruined) for label in (verdict.highest_mean, verdict.highest_t))
    white, hansen = f"White's reality check p {check:.3f}", f"Hansen's SPA p {spa:.3f}"
    if by_mean == by_t:
        tests = f"{white}, {hansen}" + (f" (both{by_mean}, best by mean)" if by_mean else "")
    else:
        tests = ", ".join(
            test + (f" ({of.strip()}, best by {what})" if of else "")
            for test, of, what in ((white, by_mean, "mean"), (hansen, by_t, "mean over its error"))
        )
    said = f"had no variant earned anything, the best of {verdict.n_compared} would look as good {often(check, spa)}"
    still = verdict.n_variants - verdict.n_compared
    return f"luck? {tests}: {said}" + (f"; {still} that did not move in it left out" if still else "")


def _of(label: str, best: str, ruined: Collection[str]) -> str:
    """Name the variant that a test is about where it is not the one with the highest Sharpe ratio."""
    if label == best:
        return ""
    return f" of {label}" + (", which was ruined" if label in ruined else "")


def _deflated(verdict: SweepVerdict) -> str:
    """Answer whether the best beats all tries of the thesis, those of earlier runs too."""
    if verdict.deflated_sharpe is None:
        return ""
    chance = f"the chance that its true Sharpe beats the best of {verdict.n_trials} worthless tries"
    return f"tried before? deflated Sharpe {verdict.deflated_sharpe:.3f}: {chance}, this sweep's and all earlier ones"


def _choice(verdict: SweepVerdict) -> str:
    """Answer whether having been the best says anything about what comes next."""
    if verdict.pbo is None:
        return ""
    halves = f"in {verdict.pbo * verdict.n_splits:g} of {verdict.n_splits} ways to halve the sessions"
    below = f"{halves} the best of one half is below the median of the other"
    return f"worth picking? probability of overfitting {verdict.pbo:.3f}: {below}"


def _signed(value: float | None) -> str:
    return "unknown" if value is None else f"{value:+.2f}"
