"""What an idea leaves to its author to decide before it is a thesis."""

from collections.abc import Iterator

from screener.records.draft import Draft
from screener.records.thesis import Thesis


def open_points(thesis: Thesis) -> tuple[str, ...]:
    """Return what a thesis that is an idea does not say yet, a sentence each; nothing once its status is another."""
    return tuple(_points(thesis)) if thesis.status == "idea" else ()


def draft_points(draft: Draft) -> tuple[str, ...]:
    """Return what a draft leaves open beside what every idea does: members by theme, claims without a day."""
    return tuple(_draft_points(draft))


def _points(thesis: Thesis) -> Iterator[str]:
    if not any(each.comparisons and each.role != "question" for each in thesis.kill):
        measure = "spread_drawdown_pct >= 20 for 10 sessions" if len(thesis.sides) == 2 else "leg_return_pct(LEG) < -20"
        yield f'kill: no number would end it; write at least one, such as "breaker drawdown: {measure}"'
    forecast = {
        "probability_pct": (thesis.probability_pct, "how sure you are"),
        "resolves": (thesis.resolves, "of what"),
        "horizon_on": (thesis.horizon_on, "by when"),
    }
    missing = {name: meaning for name, (value, meaning) in forecast.items() if value is None}
    if missing:
        yield f"{', '.join(missing)}: {', '.join(missing.values())}"
    events = thesis.events
    if not (events.kinds or events.labs or events.directions or events.ids):
        yield "event_kinds and event_labs: which events should move it; until then every catalogued one counts"
    undated = [each.name for each in thesis.claims if each.role == "question" and each.comparisons]
    if undated:
        yield f"claims: give a day to {', '.join(undated)} (write it behind the number as on YYYY-MM-DD) and drop the ?"
    yield "status: active, once it is yours; until then commands without a THESIS pass it by"


def _draft_points(draft: Draft) -> Iterator[str]:
    for leg in draft.legs:
        by_theme = [entry.label for entry in draft.of(leg) if entry.origins[0].how.startswith("theme")]
        if by_theme:
            yield f"{leg}: {len(by_theme)} of its names stand there by a theme alone; keep those you mean"
    if not draft.legs:
        yield "legs: no name was found on either side; write one, such as long_chips: [NVDA, AMD]"
