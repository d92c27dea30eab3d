"""A review in words: each part a heading and its lines, for a terminal and for a note alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.dictionary.review_words import REVIEW_VERDICTS
from screener.records.claim import ClaimRow
from screener.records.review import SPANS, Evidence, PnlLine, Review, Ruling, Span
from screener.report.percent import percent_text
from screener.report.review.review_tables import change_subject
from screener.report.spoken import counted

MOST_NAMES = 3
MOST_DRIFTS = 5
_SPAN_NAMES: dict[Span, str] = {"week": "week", "month": "month", "opening": "since the opening"}
# What is well is only counted, and what is not known is named together.
_ILL = ("tripped", "broken", "near", "weak", "stale")
_CHOICES = "hold, add, trim, close, or override CRITERION with a reason"
_DISCONFIRM = "Name one thing you saw this week that speaks against the thesis, however small."


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a review.

    Parameters
    ----------
    title : str
    lines : tuple of str
        Plain text; two spaces before what belongs to the line above.
    """

    title: str
    lines: tuple[str, ...]


def sections(review: Review) -> tuple[Section, ...]:
    """Return the parts of a review below its verdict, in the order of a review; each has at least one line."""
    parts = (
        ("Profit and loss", _pnl(review)),
        ("What changed", _changes(review)),
        ("Claims and criteria", _claims(review)),
        ("Evidence", _evidence(review)),
        ("Risk", _risk(review)),
        ("Sizing", _sizing(review)),
        ("What comes", _coming(review)),
        ("Decisions and scorecard", _scorecard(review)),
        ("What was used, and what is missing", review.missing or ("nothing that was asked for is missing",)),
    )
    return tuple(Section(title, tuple(lines)) for title, lines in parts)


def verdict_line(review: Review) -> str:
    """Return the verdict in words, with a mark that says the same."""
    mark = {"breaker": "!!", "ruling": "!", "quiet": "ok"}[review.verdict]
    return f"[{mark}] {REVIEW_VERDICTS[review.verdict]}"


def week_line(review: Review) -> str:
    """Return the week with its days, what was used, and what it is compared with."""
    compared = (
        "no earlier review" if review.previous_on is None else f"compared with the review of {review.previous_on}"
    )
    return (
        f"{review.week} ({review.week_from_on} to {review.week_to_on}), as of {review.as_of}, "
        f"{review.price_source} prices to {review.data_as_of}; {compared}"
    )


def ruling_text(ruling: Ruling) -> str:
    """Return one thing that needs a ruling, with its age and its figures."""
    kind = "" if ruling.kind in ("question", "stale", "unknown") else f"{ruling.kind} "
    since = "" if ruling.since_on is None else f" since {ruling.since_on} ({counted(ruling.n_days or 0, 'day')})"
    over = "" if ruling.overridden_on is None else f" [overridden in the review of {ruling.overridden_on}]"
    return f"{kind}{ruling.what}: {ruling.state}{since}{over}{_after('; ', ruling.reason)}"


def _after(mark: str, text: str) -> str:
    """Return what follows a mark; nothing follows a mark that stands alone."""
    return f"{mark}{text}" if text else ""


def nets_line(review: Review) -> str:
    """Return the net return of each span in one line, with what is hindsight."""
    said = [f"{_SPAN_NAMES[span]} {_net(review, span)}" for span in SPANS]
    return f"Net of cost and borrow: {', '.join(said)}"


def next_line(review: Review) -> str:
    """Return what to do now, in the note where it is done."""
    return "Nothing has to be decided." if review.verdict == "quiet" else f"Decide: {_CHOICES}"


def next_command_line(review: Review) -> str:
    """Return what to do now, for one who has no note yet."""
    if review.verdict == "quiet":
        return "Nothing has to be decided. A note to write in: --note FOLDER"
    return f"Decide in the note of this week (--note FOLDER): {_CHOICES}"


def _net(review: Review, span: Span) -> str:
    value = review.net(span)
    lines = [each.line for each in review.pnl if each.span == span and each.line.line == "net"]
    flags = lines[0].flags if lines else ()
    if value is None and span == "opening" and review.opened_on > review.as_of:
        return f"not yet: it opens on {review.opened_on}"
    if value is None:
        return "ruined before" if "ruined" in flags else "no session"
    hindsight = " (hindsight)" if "hindsight" in flags or "members_chosen_later" in flags else ""
    return f"{_signed(value)}{hindsight}"


def _signed(value: float) -> str:
    return percent_text(value, is_signed=True)


def _pnl(review: Review) -> Iterator[str]:
    for span in SPANS:
        lines = [each for each in review.pnl if each.span == span]
        if review.net(span) is None:
            yield f"{_SPAN_NAMES[span]}: {_net(review, span)}"
            continue
        yield f"{_SPAN_NAMES[span]}, {lines[0].start_on} to {lines[0].end_on}: {_sum(lines)}"
        legs = [each.line for each in lines if each.line.line == "leg"]
        yield "  legs: " + ", ".join(f"{leg.leg} {_signed(leg.contribution)}" for leg in legs)
        yield f"  {_best_and_worst(lines)}"


def _sum(lines: Sequence[PnlLine]) -> str:
    """Show that names, cost, borrow and cash add up to net."""
    by_line = {each.line.line: each.line for each in lines if each.line.line not in ("name", "leg", "side")}
    parts = [("names", by_line["gross"]), *((name, by_line[name]) for name in ("cost", "borrow", "cash"))]
    said = ", ".join(f"{name} {_exact(line.contribution)}" for name, line in parts)
    net = by_line["net"]
    return f"{said} = net {_exact(net.contribution)} (market {_exact(net.market)}, the rest {_exact(net.residual)})"


def _exact(value: float) -> str:
    return f"{100.0 * value + 0.0:+.2f} %".replace("-0.00", "0.00").replace("+0.00", "0.00")


def _best_and_worst(lines: Sequence[PnlLine]) -> str:
    names = sorted((each.line for each in lines if each.line.line == "name"), key=lambda line: -line.contribution)
    gained = [line for line in names if line.contribution > 0.0][:MOST_NAMES]
    lost = [line for line in names if line.contribution < 0.0][-MOST_NAMES:][::-1]
    best = ", ".join(f"{line.ticker} {_signed(line.contribution)}" for line in gained) or "none"
    worst = ", ".join(f"{line.ticker} {_signed(line.contribution)}" for line in lost) or "none"
    return f"gained most: {best}; lost most: {worst}"


def _changes(review: Review) -> Iterator[str]:
    if review.previous_on is None:
        before = review.signals_before_on
        since = "" if before is None else f" (signals against {before})"
        yield f"this is the first stored review: only signals can be compared{since}"
    for each in sorted(review.changes, key=lambda change: not change.is_drift):
        drift = "DRIFT " if each.is_drift else ""
        yield f"{drift}{change_subject(each)}: {_or_none(each.before)} -> {_or_none(each.after)}"
        if each.note:
            yield f"  {each.note}"
    if not review.changes:
        yield "nothing"


def _or_none(text: str) -> str:
    return text or "(nothing)"


def _claims(review: Review) -> Iterator[str]:
    counts = ", ".join(f"{n} {state}" for state, n in sorted(review.counts().items()))
    yield counts or "the note makes no claim and has no criterion"
    for state in _ILL:
        yield from (f"{state}: {_claim(row)}" for row in review.claims if row.state == state)
    unknown = dict.fromkeys(row.claim for row in review.claims if row.state == "unknown")
    if unknown:
        yield f"unknown: {'; '.join(unknown)}"


def _claim(row: ClaimRow) -> str:
    severity = f"{row.severity} " if row.severity in ("breaker", "watch") else ""
    if not row.measure:
        return f"{severity}{row.claim}{_after(': ', row.note)}"
    value = "not known" if row.value is None else f"{row.value:.4g} {row.unit}".rstrip()
    since = "" if row.since_on is None else f", since {row.since_on}"
    distance = "" if row.distance is None else f", distance {row.distance:+.3g}"
    return f"{severity}{row.claim}: {row.measure} {value}, asked {row.op} {row.threshold}{distance}{since}"


def _evidence(review: Review) -> Iterator[str]:
    for direction in ("for", "against", "neutral"):
        for each in review.evidence:
            if each.direction == direction:
                yield f"{direction}: {_item(each)}"
    if not review.evidence:
        yield "nothing became known since the last review"
    yield _DISCONFIRM


def _item(each: Evidence) -> str:
    provenance = f" ({each.provenance})" if each.provenance and each.provenance != "seen" else ""
    return f"{each.day_on} {each.kind.replace('_', ' ')} {each.what}{_after(': ', each.note)}{provenance}"


def _risk(review: Review) -> Iterator[str]:
    for each in review.risk:
        value = "not known" if each.value is None else _value(each.value, each.unit)
        limit = "" if each.limit is None else f", limit {_value(each.limit, each.unit)}"
        note = f" ({each.note})" if each.note else ""
        yield f"{each.figure.replace('_', ' ')}, {each.subject}: {value}{limit}{note}"
    if not review.risk:
        yield "nothing is held"


def _value(value: float, unit: str) -> str:
    suffix = {"pct": " %", "days": " days"}.get(unit, "")
    digits = 0 if unit == "days" else 1 if unit == "pct" else 2
    return f"{value:.{digits}f}{suffix}"


def _sizing(review: Review) -> Iterator[str]:
    if review.positions:
        yield "your holdings (positions.csv; price changes alone)"
        for held in review.positions:
            pnl = "not known" if held.opening is None else f"{held.opening:+,.2f} {held.position.currency}"
            weight = "" if held.weight is None else f", weight {_signed(held.weight)}"
            target = "" if held.target is None else f", target {_signed(held.target)}"
            flags = f" [{', '.join(held.flags)}]" if held.flags else ""
            yield f"  {held.position.ticker} {held.position.shares:g}: {pnl} since opened{weight}{target}{flags}"
        yield from review.position_lines
        yield "model portfolio"
    else:
        yield from review.position_lines
        yield "model portfolio: no positions.csv"
    for row in review.sizing[:MOST_DRIFTS]:
        drift = 100.0 * (row.weight - row.target)
        yield f"  {row.ticker}: target {_signed(row.target)}, now {_signed(row.weight)}, drift {drift:+.1f} pp"
    if len(review.sizing) > MOST_DRIFTS:
        yield f"  {len(review.sizing) - MOST_DRIFTS} more have drifted less (--table sizing)"


def _coming(review: Review) -> Iterator[str]:
    for each in review.coming:
        yield f"{each.day_on} (in {counted(each.n_days, 'day')}) {each.kind} {each.what}{_after(': ', each.note)}"
    if not review.coming:
        yield "nothing is known to come in the next four weeks"


def _scorecard(review: Review) -> Iterator[str]:
    for decision in review.decisions:
        said = f"{decision.decision} {decision.criterion}".strip()
        sure = "" if decision.confidence_pct is None else f", {decision.confidence_pct:g} % sure"
        reason = f": {decision.reason}" if decision.reason else ""
        yield f"{decision.day_on} {said}{sure}{reason}"
    for line in review.scorecard:
        value = "not known" if line.value is None else _score(line.value, line.unit)
        if line.figure == "outcome" and line.value is not None:
            value = "true" if line.value else "false"
        note = f" ({line.note})" if line.note else ""
        yield f"{line.figure.replace('_', ' ')}: {value}{note}"


def _score(value: float, unit: str) -> str:
    return f"{value:.0f} %" if unit == "pct" else f"{value:.0f}" if unit == "count" else f"{value:.3f}"
