"""The verdict in words: out of sample first, hindsight second, nothing for all sessions together."""

from screener.records.backtest import BacktestReport
from screener.records.study import MIN_EVENT_DAYS, Score
from screener.report.percent import percent_text

_JUDGED: dict[str, str] = {
    "with_thesis": "with the thesis",
    "against_thesis": "against the thesis",
    "no_measurable_response": "no measurable response",
}


def verdict_sentences(report: BacktestReport) -> tuple[str, ...]:
    """Return the sentences that open a backtest: ``live`` first, then ``before`` with the word hindsight."""
    thesis = report.thesis
    scores = {
        score.period: score
        for score in report.study.scores
        if score.basket == thesis.primary_basket and score.window == thesis.primary_window
    }
    what = f"{thesis.primary_basket} {thesis.primary_window}"
    live = f"{thesis.title} - out of sample (after {thesis.live_from}), {what}: "
    before = f"Hindsight (to {thesis.opened_on}), {what}: "
    if report.study.is_hindsight:
        chosen = "events chosen with hindsight, so there is no p-value, interval or verdict"
        return (live + _counted(scores["live"]) + chosen + ".", before + _moved(scores["before"]) + chosen + ".")
    return (
        live + _verdict(scores["live"], thesis.primary_basket) + ".",
        before + _verdict(scores["before"], thesis.primary_basket) + ".",
    )


def _verdict(score: Score, basket: str) -> str:
    if score.verdict == "too_few_events":
        return f"too few events: {_days(score.n_event_days)}, {_needed(score)}"
    seen = f" (could have seen {percent_text(score.mde)})" if score.verdict == "no_measurable_response" else ""
    judged = _JUDGED[score.verdict or "no_measurable_response"]
    overlap = "; windows overlap, the placebo alone decides" if "overlapping" in score.flags else ""
    tests = f"placebo p {_p(score.p_placebo)}, t-test p {_p(score.p_event)}"
    return f"{judged}{seen}: {basket} {_moved(score)}{tests}{overlap}"


def _moved(score: Score) -> str:
    if score.excess is None:
        return _counted(score)
    return f"{percent_text(score.excess, is_signed=True)} against any day's mean over {_days(score.n_event_days)}; "


def _counted(score: Score) -> str:
    return f"{_days(score.n_event_days)} used of {score.n_events} events; "


def _needed(score: Score) -> str:
    n = max(0, MIN_EVENT_DAYS - score.n_event_days)
    return f"{n} more {'is' if n == 1 else 'are'} needed before anything can be said"


def _days(n: int) -> str:
    return f"{n} event day{'' if n == 1 else 's'}"


def _p(value: float | None) -> str:
    if value is None:
        return "unknown"
    return f"{value:.3f}" if value >= 0.001 else "<0.001"
