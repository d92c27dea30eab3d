"""Profit and loss of each span as a sum that the reader can check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.dictionary.flags import FLAGS
from screener.records.review import SPANS, PnlLine, Review, Span
from screener.report.spoken import counted

SPAN_WORDS: dict[Span, str] = {"week": "this week", "month": "this month", "opening": "since the opening"}

_ADDENDS = (("names", "name"), ("cost", "cost"), ("borrow", "borrow"), ("cash", "cash"))
_TOLERANCE = 1e-10
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Sum:
    """One span.

    Parameters
    ----------
    span : Span
    title : str
    days : str
        First and last session, or why there is none.
    net : str
        Empty without a session.
    addition : str
        Names, cost, borrow and cash, and that they are net.
    is_exact : bool
        Whether they are.
    market : str
        How much of net the market explains.
    names : str
        How many names helped, and which the most and the least.
    remarks : tuple of str
        What the span's flags mean.
    """

    span: Span
    title: str
    days: str
    net: str = ""
    addition: str = ""
    is_exact: bool = True
    market: str = ""
    names: str = ""
    remarks: tuple[str, ...] = ()


def sums(review: Review) -> tuple[Sum, ...]:
    """Return each span's sum, in the order week, month, opening."""
    by_span = {span: [each for each in review.pnl if each.span == span] for span in SPANS}
    return tuple(_sum(span, lines) for span, lines in by_span.items())


def _sum(span: Span, lines: Sequence[PnlLine]) -> Sum:
    title = SPAN_WORDS[span].capitalize()
    remarks = tuple(_remarks(lines))
    net = next((each for each in lines if each.line.line == "net"), None)
    if net is None or net.end_on is None:
        return Sum(span, title, "No session yet.", remarks=remarks)
    parts = [(word, sum(each.line.contribution for each in lines if each.line.line == line)) for word, line in _ADDENDS]
    total, added = net.line.contribution, sum(part for _, part in parts)
    said = " + ".join(f"{word} {_pct(part)}" for word, part in parts)
    return Sum(
        span,
        title,
        f"{net.start_on} to {net.end_on}",
        f"{_pct(total)} %",
        f"{said} = net {_pct(total)} %{_rounding(parts, total)}",
        is_exact=abs(added - total) <= _TOLERANCE,
        market=f"of which the market explains {_pct(net.line.market)} %, the rest is {_pct(net.line.residual)} %",
        names=_names(lines),
        remarks=remarks,
    )


def _rounding(parts: Sequence[tuple[str, float]], total: float) -> str:
    if abs(sum(part for _, part in parts) - total) > _TOLERANCE:
        return f"; this does not add up: {_pct(total - sum(part for _, part in parts))} % is unexplained"
    shown = sum(round(100.0 * part, 2) for _, part in parts)
    return "" if abs(shown - round(100.0 * total, 2)) < 0.005 else " (each rounded)"


def _remarks(lines: Sequence[PnlLine]) -> Iterator[str]:
    """Yield what the flags of the whole span mean, then those of single names."""
    of_all = dict.fromkeys(flag for each in lines if each.line.line == "net" for flag in each.line.flags)
    yield from (FLAGS[flag] for flag in of_all if flag in FLAGS)
    of_names: dict[str, dict[str, None]] = {}
    for each in lines:
        for flag in each.line.flags:
            if each.line.line == "name" and flag in FLAGS and flag not in of_all:
                of_names.setdefault(flag, {})[each.line.ticker] = None
    yield from (f"{', '.join(tickers)}: {FLAGS[flag]}" for flag, tickers in of_names.items())


def _names(lines: Sequence[PnlLine]) -> str:
    held = sorted((each.line for each in lines if each.line.line == "name"), key=lambda line: -line.contribution)
    helped = [line for line in held if line.contribution > 0.0]
    hurt = [line for line in held if line.contribution < 0.0]
    said = f"{counted(len(helped), 'name')} helped, {len(hurt)} hurt"
    most = ", ".join(f"{line.ticker} {_pct(line.contribution)}" for line in helped[:_MOST_NAMED])
    least = ", ".join(f"{line.ticker} {_pct(line.contribution)}" for line in hurt[::-1][:_MOST_NAMED])
    said += f"; most: {most}" if most else ""
    return said + (f"; least: {least}" if least else "")


def _pct(value: float) -> str:
    text = f"{100.0 * value:+.2f}"
    return "0.00" if float(text) == 0.0 else text
