"""Which companies a note puts on which side, and by which words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from screener.drafting.mentions import Mentions
from screener.drafting.standing import Standings, Stretch, stretches
from screener.drafting.subject import AT_ONCE, listed_behind, named_first, subject_of
from screener.drafting.targets import Target
from screener.drafting.themes import ThemeMention, Themes
from screener.records.prose import Passage, Prose, Text
from screener.records.thesis import Side

_OTHERS = "others"
_THEME_REACH = 30


@dataclass(frozen=True, slots=True)
class Placement:
    """A company on a side.

    Parameters
    ----------
    side : Side
    target : Target
    leg : str
        Name of the leg without the side.
    passage : Passage
    how : str
    link : str
        The note it links to, or empty.
    """

    side: Side
    target: Target
    leg: str
    passage: Passage
    how: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """What a note places.

    Parameters
    ----------
    placements : tuple of Placement
        Companies named first, in the note's order, then those that a theme stands for.
    reasons : tuple of (Passage, Passage)
        Lines below one that is placed, each with that one.
    unplaced : tuple of Stretch
        Items on a side that name nobody the tables know.
    """

    placements: tuple[Placement, ...]
    reasons: tuple[tuple[Passage, Passage], ...]
    unplaced: tuple[Stretch, ...]


class _Done:
    """What is placed so far: passages, and the cells of rows whose columns are sides."""

    def __init__(self) -> None:
        self.passages: set[Passage] = set()
        self._texts: set[Text] = set()

    @property
    def above(self) -> set[Passage]:
        """What the placed passages stand under."""
        return {above for passage in self.passages for above in passage.under}

    def has(self, stretch: Stretch) -> bool:
        """Tell whether a stretch needs nothing more: it is placed, or another part of its passage is."""
        return stretch.text in self._texts or (stretch.passage in self.passages and not stretch.is_own)

    def with_all(self, stretch: Stretch, found: Iterator[Placement]) -> list[Placement]:
        """Note the placements of a stretch, and return them."""
        listed = list(found)
        if listed:
            self.passages.add(stretch.passage)
            self._texts.add(stretch.text)
        return listed


class Placer:
    """Places the companies of one note.

    Parameters
    ----------
    prose : Prose
    standings : Standings
    mentions : Mentions
    themes : Themes
    taken : set of Passage
        Rows that are figures already, and are not looked through for names.
    """

    def __init__(
        self, prose: Prose, standings: Standings, mentions: Mentions, themes: Themes, taken: set[Passage]
    ) -> None:
        self._title = prose.title
        self._mentions = mentions
        self._themes = themes
        self._stretches = [
            stretch
            for passage in prose.passages
            if passage not in taken and passage is not prose.title
            for stretch in stretches(passage, standings)
        ]

    def place(self) -> Placed:
        """Return all placements: names first, since a list of names says what its theme means."""
        placements: list[Placement] = []
        done = _Done()
        for stretch in self._rows_once():
            placements += done.with_all(stretch, self._named(self._below_a_name(stretch, done)))
        # A heading stands for its group only where nothing below it is placed.
        for wants_heading in (False, True):
            above = done.above
            for stretch in self._stretches:
                is_heading = stretch.passage.kind == "heading"
                if is_heading is wants_heading and not done.has(stretch) and stretch.passage not in above:
                    placements += done.with_all(stretch, self._themed(self._below_a_name(stretch, done)))
        reasons = tuple(self._reasons(done))
        explained = {passage for passage, _ in reasons}
        return Placed(tuple(placements), reasons, tuple(self._left(done, explained)))

    def _reasons(self, done: "_Done") -> Iterator[tuple[Passage, Passage]]:
        for stretch in self._stretches:
            passage = stretch.passage
            if passage not in done.passages and passage.kind in ("item", "paragraph"):
                above = next((each for each in reversed(passage.under) if each in done.passages), None)
                if above is not None:
                    yield passage, above

    def _left(self, done: "_Done", explained: set[Passage]) -> Iterator[Stretch]:
        """Yield, once a text, what stands on a side without a name; a parent of what is placed is no such thing."""
        above = done.above
        seen: set[Text | Passage] = set()
        for stretch in self._stretches:
            passage = stretch.passage
            key = stretch.text if stretch.is_own else passage
            if done.has(stretch) or key in seen or passage in explained or passage in above:
                continue
            if passage.kind != "heading" and stretch.reach is None:
                seen.add(key)
                yield stretch

    def _rows_once(self) -> Iterator[Stretch]:
        """Yield the stretches, of a row under one side only the cell that names the company."""
        place = 0
        while place < len(self._stretches):
            stretch = self._stretches[place]
            same = [
                each
                for each in self._stretches[place : place + len(stretch.passage.cells)]
                if each.passage is stretch.passage
            ]
            place += len(same)
            if stretch.passage.kind != "row" or stretch.is_own:
                yield from same
            else:
                yield self._naming_cell(same)

    def _naming_cell(self, cells: Sequence[Stretch]) -> Stretch:
        for cell in cells:
            if self._ticker_of(cell) is not None:
                return cell
        for cell in cells:
            if named_first(self._mentions.find(cell.text), cell.text.plain, cell.start, cell.end):
                return cell
        return cells[0]

    def _ticker_of(self, stretch: Stretch) -> Target | None:
        """Return the company of a cell in a column of tickers."""
        index = stretch.passage.cells.index(stretch.text)
        header = stretch.passage.column(index).strip().casefold()
        return self._mentions.ticker_cell(stretch.text) if header in ("ticker", "tickers", "symbol", "kürzel") else None

    def _named(self, stretch: Stretch) -> Iterator[Placement]:
        text = stretch.text
        in_column = self._ticker_of(stretch) if stretch.passage.kind == "row" else None
        if in_column is not None:
            yield self._placement(stretch, in_column, f"ticker {in_column.ticker}", "", ())
            return
        found = self._mentions.find(text)
        themes = self._themes.find(text.plain)
        named = named_first(found, text.plain, stretch.start, stretch.end, stretch.reach)
        if not named and stretch.reach != 0:
            named = listed_behind(found, text.plain, stretch.start, stretch.end)
        for mention in named:
            yield self._placement(stretch, mention.target, mention.how, mention.link, themes)

    def _themed(self, stretch: Stretch) -> Iterator[Placement]:
        text = stretch.text.plain
        reach = None if stretch.reach is None else min(stretch.reach, _THEME_REACH)
        for theme in named_first(self._themes.find(text), text, stretch.start, stretch.end, reach):
            for target in self._themes.members(theme.leg, stretch.side):
                how = f"theme {theme.words!r}: leg {theme.leg} of data/candidates.csv"
                yield self._placement(stretch, target, how, "", (theme,))

    def _placement(
        self, stretch: Stretch, target: Target, how: str, link: str, themes: Sequence[ThemeMention]
    ) -> Placement:
        if target.side in ("long", "short", "watch") and target.side != stretch.side:
            how += f" (the table has {target.ticker} as {target.side})"
        leg = target.leg or next((each.leg for each in themes), "") or self._theme_above(stretch.passage) or _OTHERS
        return Placement(stretch.side, target, leg, stretch.passage, how, link)

    def _theme_above(self, passage: Passage) -> str:
        for above in reversed([each for each in passage.under if each is not self._title]):
            found = self._themes.find(above.text.plain)
            if found:
                return found[0].leg
        return ""

    def _below_a_name(self, stretch: Stretch, done: "_Done") -> Stretch:
        """Return the stretch; below an item that is placed or says a theme, a line may be a reason.

        Below a theme it is none if it begins with a name, below a name only if it is nothing but names.
        """
        items = [each for each in stretch.passage.under if each.kind == "item"]
        if any(each in done.passages for each in items):
            return replace(stretch, reach=0)
        is_below = any(self._themes.find(subject_of(each.text.plain)) for each in items)
        return replace(stretch, reach=AT_ONCE) if is_below else stretch
