"""What the primary result rests on, in a few sentences."""

from collections.abc import Iterator, Sequence

from screener.records.robustness import RobustnessRow, Variation
from screener.records.thesis import Thesis
from screener.report.percent import percent_text

_LEFT_OUT: tuple[tuple[Variation, str], ...] = (("without_event", "event"), ("without_name", "name"))


def robustness_lines(thesis: Thesis, rows: Sequence[RobustnessRow]) -> Iterator[str]:
    """Say how far leaving out one event, or one name, moves the primary window's effect in each period that has one.

    Parameters
    ----------
    thesis : Thesis
    rows : sequence of RobustnessRow
    """
    primary = [row for row in rows if row.score.window == thesis.primary_window]
    for base in primary:
        if base.variation != "as_asked" or base.score.excess is None:
            continue
        own = [row for row in primary if row.score.period == base.score.period and row.score.excess is not None]
        effect = percent_text(base.score.excess, is_signed=True)
        asked = f"{base.score.basket} {base.score.window} {base.score.period}"
        for variation, noun in _LEFT_OUT:
            left_out = sorted((row for row in own if row.variation == variation), key=_effect)
            if left_out:
                lowest, highest = (_case(row) for row in (left_out[0], left_out[-1]))
                yield f"{asked}: {effect}; without one {noun} {lowest} to {highest}"
    yield from _random_baskets(primary)


def _random_baskets(rows: Sequence[RobustnessRow]) -> Iterator[str]:
    for row in rows:
        if row.variation != "placebo_baskets":
            continue
        score = row.score
        asked = (
            f"{score.basket} {score.window} all, on the universe's prices: {percent_text(score.excess, is_signed=True)}"
        )
        if score.p_placebo is None:
            yield f"{asked}; no random basket of this shape can be scored"
        else:
            mean, sd = percent_text(score.placebo_mean, is_signed=True), percent_text(score.placebo_sd)
            yield f"{asked}; {row.case} of this shape average {mean}, sd {sd}, p {score.p_placebo:.3f}"


def _effect(row: RobustnessRow) -> float:
    return row.score.excess or 0.0


def _case(row: RobustnessRow) -> str:
    return f"{percent_text(row.score.excess, is_signed=True)} ({row.case})"
