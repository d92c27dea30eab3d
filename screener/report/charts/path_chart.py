"""How abnormal returns add up around the thesis's events: the mean, its placebo band, and single events behind it."""

from collections.abc import Iterator, Sequence

from screener.records.event import Period
from screener.records.path import PathPoint
from screener.report.charts.chart import WIDTH, Chart, drawn, nothing_to_draw
from screener.report.charts.figures import pct
from screener.report.charts.frame import Plot, across, marked, session_axis, upright, value_axis
from screener.report.charts.labels import shortened
from screener.report.charts.lines import band_path, line_path
from screener.report.charts.palette import BAND, INK, MUTED
from screener.report.charts.scales import Scale, scale_over
from screener.report.charts.svg import element, group, words
from screener.report.spoken import counted

_PLOT = Plot(58.0, 24.0, WIDTH - 62.0, 234.0)
_HEIGHT = 276.0


def path_chart(prefix: str, period: Period, points: Sequence[PathPoint]) -> Chart:
    """Return the chart of one period.

    Parameters
    ----------
    prefix : str
        Begins every id inside.
    period : Period
    points : sequence of PathPoint
        Of one basket; other periods only widen the scale, so that charts side by side can be compared.
    """
    mean = sorted((p for p in points if p.period == period and not p.event_id), key=lambda p: p.relative_session)
    title = f"Mean response to the events, {_spoken(period)}"
    if not mean:
        why = f"No event of this period ({_spoken(period)}) has a whole path yet, so there is no mean response to draw."
        return nothing_to_draw(prefix, title, why)
    single = _single(points, period)
    sessions = Scale(mean[0].relative_session, max(mean[-1].relative_session, mean[0].relative_session + 1),
                     _PLOT.left, _PLOT.right)  # fmt: skip
    cars = scale_over(_extremes(points), _PLOT.bottom, _PLOT.top, room=0.02)
    body = [
        value_axis(_PLOT, cars, pct, most=7),
        *_band(mean, sessions, cars),
        group(*(_line(one, sessions, cars) for one in single), fill="none", stroke=MUTED, stroke_opacity="0.45",
              stroke_width="0.8"),
        across(_PLOT, cars.at(0.0), stroke=INK, stroke_width="1"),
        upright(sessions.at(0.0), _PLOT.top, _PLOT.bottom, stroke=INK, stroke_width="1", stroke_dasharray="4 3"),
        group(_line(mean, sessions, cars), fill="none", stroke=INK, stroke_width="2.4"),
        session_axis(_PLOT, sessions),
        marked(_PLOT.right + 5.0, cars.at(100.0 * mean[-1].car) + 5.0, f"{100.0 * mean[-1].car:+.1f} %",
               font_weight="600"),
        words(_PLOT.left, 14.0, shortened(f"cumulative abnormal return, {mean[0].basket}", _PLOT.width), fill=MUTED),
        words(_PLOT.left, _HEIGHT - 6.0, "sessions from day 0", fill=MUTED),
        words(_PLOT.right, _HEIGHT - 6.0, f"N = {counted(mean[-1].n_event_days, 'event day')}", text_anchor="end"),
    ]  # fmt: skip
    return drawn(prefix, title, _described(mean, len(single)), _HEIGHT, body)


def _spoken(period: Period) -> str:
    return {"before": "before the opening (hindsight)", "live": "out of sample"}.get(period, period)


def _single(points: Sequence[PathPoint], period: Period) -> list[list[PathPoint]]:
    found: dict[str, list[PathPoint]] = {}
    for point in points:
        if point.event_id and point.period == period:
            found.setdefault(point.event_id, []).append(point)
    return [sorted(each, key=lambda point: point.relative_session) for each in found.values()]


def _extremes(points: Sequence[PathPoint]) -> Iterator[float]:
    yield 0.0
    for point in points:
        yield from (100.0 * value for value in (point.car, point.band_low, point.band_high) if value is not None)


def _line(points: Sequence[PathPoint], sessions: Scale, cars: Scale) -> str:
    return element("path", d=line_path((sessions.at(p.relative_session), cars.at(100.0 * p.car)) for p in points))


def _band(mean: Sequence[PathPoint], sessions: Scale, cars: Scale) -> Iterator[str]:
    known = [
        (sessions.at(p.relative_session), cars.at(100.0 * p.band_low), cars.at(100.0 * p.band_high))
        for p in mean
        if p.band_low is not None and p.band_high is not None
    ]
    if known:
        path = band_path([(x, low) for x, low, _ in known], [(x, high) for x, _, high in known])
        yield element("path", d=path, fill=BAND, stroke="none")


def _described(mean: Sequence[PathPoint], n_single: int) -> str:
    first, last = mean[0], mean[-1]
    day0 = [f" and {100.0 * p.car:+.1f} % by day 0" for p in mean if p.relative_session == 0]
    said = (
        f"The mean of {counted(last.n_event_days, 'event day')} of the {last.basket} adds up to "
        f"{100.0 * last.car:+.1f} % over sessions {first.relative_session} to {last.relative_session}{''.join(day0)}."
    )
    if last.band_low is None or last.band_high is None:
        said += " There is no placebo band."
    else:
        said += f" Of 100 shifts of the event calendar 95 put the mean between {100.0 * last.band_low:+.1f} % and "
        said += f"{100.0 * last.band_high:+.1f} % (shaded)."
    return said + (f" The thin lines are {counted(n_single, 'single event')}." if n_single else "")
