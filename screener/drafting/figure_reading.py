"""The figures of a note, passage by passage: which make a claim, and which fit no measure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screener.drafting.figure_claims import FigureClaims, FoundClaim, Saying
from screener.drafting.models import ModelMention
from screener.prose.figures import Figure, Figures, cell_figures, has_decimal_commas, sentence_figures
from screener.records.prose import Passage, Prose

_SENTENCE = re.compile(r"(?:[^.!?;]|[.!?;](?!\s))+[.!?;]?")
_LONGEST_SENTENCE = 600
_LONGEST_ABOVE = 400
_NEAR = 14
_WAYS = r"(?P<way>in(?:puts?)?|out(?:puts?)?|eingabe|ausgabe|entr[eé]e|sortie|entrada|salida)"
_WAY_BEHIND = re.compile(rf"\s*(?:for\s+|per\s+|/\s*)?{_WAYS}\b", re.IGNORECASE)
_WAY_AHEAD = re.compile(rf"\b{_WAYS}[\s:=]*\$?$", re.IGNORECASE)
# Behind a figure: 3-5x (a year ago).
_REMARK = re.compile(r"\s*\([^()]*\)$")
_NO_MEASURE = "no measure fits"


@dataclass(frozen=True, slots=True)
class ReadFigures:
    """What the figures of a note come to.

    Parameters
    ----------
    claims : tuple of (Passage, FoundClaim)
    loose : tuple of (Passage, str)
        Rows with figures that make no claim, each with why.
    """

    claims: tuple[tuple[Passage, FoundClaim], ...]
    loose: tuple[tuple[Passage, str], ...]


def read_figures(prose: Prose, claims: FigureClaims) -> ReadFigures:
    """Read every figure of a note's tables, and those of its sentences that say what they measure."""
    reader = _Reader(claims, is_comma=has_decimal_commas(" ".join(each.raw for each in prose.passages)))
    found: list[tuple[Passage, FoundClaim]] = []
    loose: list[tuple[Passage, str]] = []
    for passage in prose.passages:
        if passage.kind == "row":
            of_row, why = reader.row(passage)
            found += [(passage, claim) for claim in of_row]
            if why:
                loose.append((passage, why))
        elif passage.kind in ("item", "paragraph"):
            found += [(passage, claim) for claim in reader.sentences(passage)]
    return ReadFigures(tuple(found), tuple(loose))


class _Reader:
    """Reads passages.

    Parameters
    ----------
    claims : FigureClaims
    is_comma : bool
        Whether the note writes decimal commas.
    """

    def __init__(self, claims: FigureClaims, *, is_comma: bool) -> None:
        self._claims = claims
        self._is_comma = is_comma

    def row(self, passage: Passage) -> tuple[list[FoundClaim], str]:
        """Return the claims of a row's cells, and why the other figures make none."""
        found: list[FoundClaim] = []
        reasons: dict[str, list[str]] = {}
        label = passage.text.plain
        for index, cell in enumerate(passage.cells[1:], start=1):
            remark = _REMARK.search(cell.plain)
            figures = cell_figures(cell.plain[: remark.start()] if remark else cell.plain, is_comma=self._is_comma)
            if figures is None:
                continue
            column = f"{passage.column(index)} {remark[0] if remark else ''}".strip()
            outcome = self._claims.of(
                Saying(figures, label, column, _above(passage), passage.header.raw if passage.header else "")
            )
            if outcome is None or isinstance(outcome, str):
                reasons.setdefault(outcome or _NO_MEASURE, []).append(cell.plain)
            else:
                found += outcome
        if not found and len(reasons) == 1:
            return found, next(iter(reasons))
        return found, "; ".join(f"{', '.join(cells)}: {why}" for why, cells in reasons.items())

    def sentences(self, passage: Passage) -> Iterator[FoundClaim]:
        """Yield the claims of a paragraph or an item."""
        for sentence in _SENTENCE.findall(passage.text.plain):
            if len(sentence) > _LONGEST_SENTENCE:
                continue
            figures = sentence_figures(sentence, is_comma=self._is_comma)
            if figures:
                around = passage.text.plain[:_LONGEST_SENTENCE]
                yield from self._sentence(sentence, figures, _above(passage), around)

    def _sentence(self, sentence: str, figures: tuple[Figures, ...], above: str, around: str) -> Iterator[FoundClaim]:
        models = [*self._claims.models.find_all(sentence)]
        free = [each for each in figures if not any(_overlaps(each.items[0], model) for model in models)]
        if models:
            for place in range(len(free)):
                yield from self._price(sentence, models, free, place)
        changes = [each for each in free if each.kind == "change"]
        # One figure alone may be what a sentence is about; of several nobody knows which.
        for each in changes or (free if len(free) == 1 else []):
            if each.items[0].unit != "usd":
                saying = Saying(each, _without(sentence, models), "", above, around, is_sentence=True)
                outcome = self._claims.of(saying)
                yield from outcome if isinstance(outcome, tuple) else ()

    def _price(
        self, sentence: str, models: list[ModelMention], figures: list[Figures], place: int
    ) -> Iterator[FoundClaim]:
        """Yield the prices of the model that stands before a figure: two side by side, or one with *in* or *out*."""
        figure = figures[place]
        before = [model for model in models if model.end <= figure.items[0].start]
        if not before or figure.kind == "change":
            return
        model = before[-1]
        following = figures[place + 1].items[0].start if place + 1 < len(figures) else len(sentence)
        previous = figures[place - 1].items[-1].end if place else model.end
        behind = sentence[figure.items[-1].end : min(following, figure.items[-1].end + _NEAR)]
        ahead = sentence[max(previous, figure.items[0].start - _NEAR) : figure.items[0].start]
        way = _WAY_BEHIND.match(behind) or _WAY_AHEAD.search(ahead)
        if figure.kind == "pair" or way is not None:
            label = f"{sentence[model.start : model.end]} $ {way['way'] if way else ''}"
            outcome = self._claims.of(Saying(figure, label, "", "", is_sentence=True))
            yield from outcome if isinstance(outcome, tuple) else ()


def _above(passage: Passage) -> str:
    return " ".join(each.text.plain for each in passage.under if each.level)[-_LONGEST_ABOVE:]


def _overlaps(figure: Figure, model: ModelMention) -> bool:
    return figure.start < model.end and model.start < figure.end


def _without(sentence: str, models: list[ModelMention]) -> str:
    """Return a sentence whose models are blanked, so that it is not taken for one about a price."""
    for model in models:
        sentence = sentence[: model.start] + "_" * (model.end - model.start) + sentence[model.end :]
    return sentence
