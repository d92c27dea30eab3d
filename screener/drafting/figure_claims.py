"""What a figure of a note claims, in the language of claims: its topic, who is compared, and when it was so."""

import datetime as dt
import re
from dataclasses import dataclass

from screener.drafting.models import ModelMention, ModelNames
from screener.events.labs import Labs
from screener.prose.days import When, when_said
from screener.prose.figures import Figure, Figures
from screener.records.fact import Facts

_GAP_WORDS = (
    r"gaps?|leads?|lags?|differences?|delta|behind|advantage|\w*abst[äa]nd\w*|r[üu]ckstand|vorsprung|differenz|l[üu]cke"
    r"|[eé]carts?|retard|avance|diff[eé]rences?|brecha|diferencia|divario"
)
_GAP = re.compile(rf"\b(?:{_GAP_WORDS})\b|\u0394", re.IGNORECASE)
_WORDS_OF_GAPS = r"cheaper|ratio|multiple|less expensive|g[üu]nstiger|billiger|moins chers?|m[áa]s barat\w+"
_CHEAPER = re.compile(rf"\b(?:{_WORDS_OF_GAPS})\b", re.IGNORECASE)
_PRICE = re.compile(
    r"\b(?:pric(?:e|es|ed|ing)|costs?|cheaper|expensive|\w*preis\w*|kosten|g[üu]nstiger|billiger|prix|co[ûu]ts?|chers?|precios?"
    r"|prezz[oi])\b|[$€£]",
    re.IGNORECASE,
)
# "In" and "out" alone are directions only where nothing goes on behind them: not in "price in USD".
_IN = re.compile(r"\b(?:inputs?|prompt|eingabe|entr[eé]e|entrada)\b|\bin(?=\s*(?:$|[/(]))", re.IGNORECASE)
_OUT = re.compile(r"\b(?:outputs?|completion|ausgabe|sortie|salida|uscita)\b|\bout(?=\s*(?:$|[/(]))", re.IGNORECASE)
_BLENDED = re.compile(r"\b(?:blended|average|gemischt\w*|moyenne?)\b", re.IGNORECASE)
_NEUTRAL = re.compile(r"^(?:|values?|figures?|change|wert\w*|valeur\w*|data|number|level|stand)$", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:open|closed|proprietary|offene?\w*|propriet[äa]r\w*|ouvert\w*|propri[eé]taires?|abiert\w*)\b", re.IGNORECASE
)
_NATIONS = re.compile(
    r"\b(?:us|u\.s\.|usa|china|chinese|america\w*|chinesisch\w*|chin(?:e|ois\w*)|[eé]tats-unis)\b", re.IGNORECASE
)
_ARENA = re.compile(r"\b(?:lm ?arena|chatbot arena|arena)\b", re.IGNORECASE)
# How far behind a figure its day may stand.
_FARTHEST_DAY = 30
_NOT_IN_NAMES = re.compile(r"[^\w .+-]+")


@dataclass(frozen=True, slots=True)
class Saying:
    """A figure with the words around it.

    Parameters
    ----------
    figures : Figures
    label : str
        The row's first cell, or the sentence.
    column : str
        The column's header; empty in a sentence.
    above : str
        The headings it stands under.
    around : str
        All of its table's header, or of its paragraph.
    is_sentence : bool
    """

    figures: Figures
    label: str
    column: str
    above: str
    around: str = ""
    is_sentence: bool = False

    @property
    def near(self) -> str:
        """The label and the column's header."""
        return f"{self.label} {self.column}"


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim.

    Parameters
    ----------
    name : str
    core : str
        The comparison without a day.
    how : str
    on : date or None
        The day that it is about; the name says *then* for it.
    is_dated : bool
        Whether the note says when it was so. Without a day a figure that was so *then* waits for a person.
    """

    name: str
    core: str
    how: str
    on: dt.date | None = None
    is_dated: bool = True

    @property
    def comparison(self) -> str:
        """The comparison, with its day if it has one."""
        return self.core if self.on is None else f"{self.core} on {self.on}"

    @property
    def is_question(self) -> bool:
        """Whether a person has to give the day."""
        return not self.is_dated and self.on is None


Outcome = tuple[FoundClaim, ...] | str
"""The claims of a figure, or why it makes none."""


class FigureClaims:
    """Turns figures into claims.

    Parameters
    ----------
    facts : Facts
    labs : Labs
    today : date
        Day of the view.
    """

    def __init__(self, facts: Facts, labs: Labs, today: dt.date) -> None:
        self.models = ModelNames(facts.token_prices)
        self._labs = labs
        self._gaps = facts.benchmark_gaps
        self._today = today
        names = sorted({row.benchmark for row in facts.benchmark_gaps}, key=len, reverse=True)
        listed = "|".join(map(re.escape, names)) or "(?!)"
        # MMLU-Pro is another benchmark; the MMLU-gap is not.
        self._benchmarks = re.compile(rf"(?<![\w-])(?:{listed})(?!\w)(?!-(?!(?:{_GAP_WORDS})))", re.IGNORECASE)

    def of(self, saying: Saying) -> Outcome | None:
        """Return the claims of a figure, why it makes none, or None where it is about nothing that is measured."""
        for topic in (self._token_price, self._price_gap, self._benchmark_gap):
            outcome = topic(saying)
            if outcome is not None:
                return outcome
        return None

    def _token_price(self, saying: Saying) -> Outcome | None:
        mention = self.models.find(saying.label) or self.models.find(saying.column)
        directions = _directions(saying.column) or _directions(saying.label)
        is_price = bool(_PRICE.search(f"{saying.near} {saying.above}")) or any(
            figure.unit == "usd" for figure in saying.figures.items
        )
        if mention is None:
            is_asked = is_price and bool(_directions(saying.column)) and not saying.is_sentence
            return self._unknown_model(saying.label) if is_asked else None
        if not is_price and not (directions and not saying.is_sentence):
            return None
        if any(figure.unit not in ("usd", "") for figure in saying.figures.items):
            return None if saying.is_sentence else "token prices are in US dollars"
        return self._prices(saying, mention, directions)

    def _prices(self, saying: Saying, mention: ModelMention, directions: tuple[str, ...]) -> Outcome | None:
        kind, items, model = saying.figures.kind, saying.figures.items, mention.model
        how = f"price of {model} in data/token_prices.csv"
        if mention.is_near:
            how += ", whose name has the same words in another order"
        named = _plain_name(mention.words)
        if kind == "pair":
            pairs = zip(("in", "out"), items, strict=True)
            return tuple(
                FoundClaim(f"{named} {way}", _compared(f"token_price_{way}_usd({model})", figure), how)
                for way, figure in pairs
            )
        if len(directions) != 1:
            return None if saying.is_sentence else f"say whether it is the price of input or of output of {model}"
        measure = f"token_price_{directions[0]}_usd({model})"
        return self._timed(saying, f"{named} {directions[0]}", measure, how)

    def _unknown_model(self, label: str) -> str:
        lab = self._labs.resolve(label)
        if lab is not None and self.models.of_provider(lab):
            some = ", ".join(self.models.of_provider(lab)[-3:])
            return f"name a model of {lab}, such as {some}"
        near = self.models.like(label)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        return f"data/token_prices.csv has no model of that name{hint}"

    def _price_gap(self, saying: Saying) -> Outcome | None:
        near = saying.near
        if not _PRICE.search(near) or not (_GAP.search(near) or _CHEAPER.search(near)):
            return None
        if self._benchmark(near) is not None or not self._may_hold_a_gap(saying):
            return None
        units = {figure.unit for figure in saying.figures.items}
        if units != {"x"}:
            return None if saying.is_sentence else "a price gap is a multiple: write 10x"
        how = "how many times as much the frontier costs as the cheapest open model"
        return self._timed(saying, "price gap", "token_price_gap_x(frontier, open)", how)

    def _benchmark_gap(self, saying: Saying) -> Outcome | None:
        if not _GAP.search(saying.near if saying.is_sentence else f"{saying.near} {saying.above}"):
            return None
        if not self._may_hold_a_gap(saying):
            return None
        benchmark = self._benchmark(saying.near) or self._benchmark(saying.above)
        if benchmark is None:
            return None
        pair = self._pair(benchmark, saying)
        if pair is None:
            return "say whether the gap is between open and closed models or between the US and China"
        return self._gap_claims(saying, benchmark, pair)

    def _gap_claims(self, saying: Saying, benchmark: str, pair: str) -> Outcome:
        wanted = {"pp": "pp", "elo": "elo", "months": "months"}
        units = {row.unit for row in self._gaps if (row.benchmark, row.pair) == (benchmark, pair)}
        unit = next((unit for unit in wanted if unit in units), None)
        written = {figure.unit for figure in saying.figures.items} - {""}
        if unit is None:
            return f"no measure takes the unit of {benchmark}, {pair}: {', '.join(sorted(units))}"
        if written - {unit, "%" if unit == "pp" else unit}:
            return f"the gaps of {benchmark} are in {unit}"
        how = f"gap of {benchmark} between {pair.replace('_', ' and ')} in data/benchmark_gaps.csv"
        return self._timed(saying, f"{_plain_name(benchmark)} gap", f"benchmark_gap_{unit}({benchmark}, {pair})", how)

    def _timed(self, saying: Saying, name: str, measure: str, how: str) -> tuple[FoundClaim, ...]:
        """Return the claims of a figure, or of two, each with when it was so."""
        items = saying.figures.items
        if saying.figures.kind == "change":
            before, after = self._ends(saying)
            return (
                self._claim(name, measure, items[0], before, how),
                self._claim(name, measure, items[1], after, how),
            )
        return (self._claim(name, measure, items[0], when_said(saying.near, self._today), how),)

    def _ends(self, saying: Saying) -> tuple[When, When]:
        """Return when a change began and ended; in a sentence each figure's day stands behind it, or before both."""
        first, second = saying.figures.items
        if saying.is_sentence:
            between, ahead = saying.label[first.end : second.start], saying.label[: first.start]
            behind = saying.label[second.end : second.end + _FARTHEST_DAY]
            begun = when_said(between, self._today) or when_said(ahead, self._today)
            ended = when_said(behind, self._today)
        else:
            begun, ended = when_said(saying.near, self._today), None
        has_begun = begun is not None and begun.word == "then"
        return begun if begun is not None and has_begun else When("then"), ended or When("now")

    def _claim(self, name: str, measure: str, figure: Figure, when: When | None, how: str) -> FoundClaim:
        core = _compared(measure, figure)
        if when is None:
            return FoundClaim(name, core, how)
        name = f"{name} {when.word}"
        if when.word == "now" or when.on is not None:
            return FoundClaim(name, core, how, when.on)
        on = self._row_of(measure, figure)
        if on is None:
            return FoundClaim(name, core, f"{how}; no day is said, so a person must give one", is_dated=False)
        note = f"{how}; no day is said: this is the day of its only row with this gap"
        return FoundClaim(name, core, note, on, is_dated=False)

    def _row_of(self, measure: str, figure: Figure) -> dt.date | None:
        """Return the day of the only row of the benchmark with exactly this gap, or None."""
        days = [
            row.measured_on
            for row in self._gaps
            if measure.endswith(f"({row.benchmark}, {row.pair})") and row.gap == figure.low == figure.high
        ]
        return days[0] if len(days) == 1 else None

    def _benchmark(self, text: str) -> str | None:
        found = self._benchmarks.search(text)
        if found is not None:
            return found[0]
        names = {row.benchmark for row in self._gaps}
        return "Arena-elo" if "Arena-elo" in names and _ARENA.search(text) else None

    def _pair(self, benchmark: str, saying: Saying) -> str | None:
        pairs = {row.pair for row in self._gaps if row.benchmark == benchmark}
        for words in (saying.near, saying.around, saying.above):
            said = {name for name, pattern in (("open_closed", _OPEN), ("us_china", _NATIONS)) if pattern.search(words)}
            if len(said & pairs) == 1:
                return (said & pairs).pop()
        return pairs.pop() if len(pairs) == 1 else None

    def _may_hold_a_gap(self, saying: Saying) -> bool:
        """Tell whether a cell can be a gap: a column of scores cannot, whatever its row is about."""
        if saying.is_sentence or saying.figures.kind == "change" or _GAP.search(saying.column):
            return True
        return bool(_NEUTRAL.match(saying.column.strip())) or when_said(saying.column, self._today) is not None


def _directions(text: str) -> tuple[str, ...]:
    ways = (("in", _IN), ("out", _OUT), ("blended", _BLENDED))
    return tuple(way for way, pattern in ways if pattern.search(text))


def _compared(measure: str, figure: Figure) -> str:
    if figure.low != figure.high:
        return f"{measure} in {_number(figure.low)}..{_number(figure.high)}"
    return f"{measure} {figure.sign or '='} {_number(figure.low)}"


def _number(value: float) -> str:
    return f"{value:.15g}"


def _plain_name(text: str) -> str:
    return " ".join(_NOT_IN_NAMES.sub(" ", text).split())
