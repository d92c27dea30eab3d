"""Words for whole groups of companies: a note that is long *memory* means the candidates of that leg."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from screener.drafting.targets import Target

_BEHIND = (
    r"(?:[\s-](?:makers?|suppliers?|vendors?|providers?|stocks?|names?|companies|firms|producers?|startups?|sellers?"
    r"|hersteller|anbieter|aktien|werte|firmen))?"
)
_OTHER_POWER = "".join(f"(?<!{word} )" for word in ("pricing", "bargaining", "market", "computing", "compute"))
_WORDS: dict[str, str] = {
    "chips": (
        r"(?:ai[\s-])?(?:chips?|chip ?makers?|semiconductors?|semis|gpus?|accelerators?|silicon|foundr(?:y|ies)"
        r"|halbleiter\w*|chip-?hersteller|chipwerte|puces|semi-?conducteurs)"
    ),
    "memory": r"memory|dram|hbm|nand|flash memory|speicher\w*|m[eé]moires?|memoria",
    "networking": r"networking|optical|optics|interconnects?|ethernet|netzwerk\w*|r[eé]seaux",
    "power": (
        rf"{_OTHER_POWER}power(?! law)|utilit(?:y|ies)|electricity|cooling|energy|strom\w*|versorger"
        r"|[eé]lectricit[eé]"
    ),
    "on_prem": (
        r"on[\s-]?prem\w*|self[\s-]host(?:ed|ing)|private clouds?|local inference|(?:ai )?servers?"
        r"|server-?hersteller|serveurs?"
    ),
    "neocloud": r"neo-?clouds?|gpu clouds?|gpu rentals?",
    "routing": r"rout(?:ing|ers?)|gateways?|aggregators?",
    "hyperscalers": r"hyper-?scalers?|(?:big )?clouds?(?: (?:platforms?|giants?))?|cloud-?anbieter",
    "closed_lab": (
        r"(?:closed|closed[\s-]source|frontier|proprietary|propriet[äa]re|geschlossene|propri[eé]taires?)"
        r" (?:ai |model |ki-?)?(?:labs?|models?|modelle|labore?)|model (?:labs|vendors|makers)|labos? propri[eé]taires?"
    ),
    "open_lab": r"(?:open|open[\s-]source|open[\s-]weights?|offene) (?:ai |model )?(?:labs?|model makers?|labore?)",
    "ai_revenue": r"ai[\s-]revenues?(?: stor(?:y|ies)| multiples?)?|ai stor(?:y|ies)|story stocks?|ki-?ums[äa]tze?",
    "api_only": (
        r"api[\s-]only|api[\s-](?:wrappers?|resellers?|companies)|(?:gpt |llm |ai )?wrappers?|(?:token )?resellers?"
        r"|nur-?api|revendeurs? d['\u2019]api"
    ),
    "application": r"application software|software|saas|app(?:lication)?s? (?:layer|companies)|logiciels?",
    "displaced": r"outsourc(?:ing|ers?)|it services|freelance\w*|consult(?:ing|ants|ancies)",
}


@dataclass(frozen=True, slots=True)
class ThemeMention:
    """A word for a leg of ``candidates.csv`` in a text, with its 0-based half-open span."""

    start: int
    end: int
    leg: str
    words: str


class Themes:
    """Finds words for groups.

    Parameters
    ----------
    targets : sequence of Target
        The candidates; a leg that the list of words does not know is found by its own name.
    """

    def __init__(self, targets: Sequence[Target]) -> None:
        self._by_leg: dict[str, list[Target]] = {}
        self._found: dict[str, tuple[ThemeMention, ...]] = {}
        for target in targets:
            if target.leg:
                self._by_leg.setdefault(target.leg, []).append(target)
        groups = (
            f"(?P<l{number}>{_WORDS.get(leg) or re.escape(leg).replace('_', '[ _-]')})"
            for number, leg in enumerate(self._by_leg)
        )
        self._legs = tuple(self._by_leg)
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(groups) or '(?!)'}){_BEHIND}(?!\w)", re.IGNORECASE)

    def find(self, text: str) -> tuple[ThemeMention, ...]:
        """Return the groups that a text names, in order."""
        if text not in self._found:
            self._found[text] = tuple(
                ThemeMention(*found.span(), self._legs[int((found.lastgroup or "l0")[1:])], found[0])
                for found in self._pattern.finditer(text)
            )
        return self._found[text]

    def members(self, leg: str, side: str) -> tuple[Target, ...]:
        """Return a group's companies for one side.

        Parameters
        ----------
        leg : str
        side : {"long", "short"}

        Returns
        -------
        tuple of Target
            Those that the table has on that side; where it has none there, those of the other side; else those it
            only watches. Of two listings of a company the first. Private companies come along.
        """
        every = self._by_leg.get(leg, [])
        other = "short" if side == "long" else "long"
        for wanted in (side, other, "watch"):
            found = [each for each in every if each.ticker and each.side == wanted]
            if found:
                break
        else:
            found = []
        by_company = {each.company: each for each in reversed(found)}
        listed = [each for each in found if by_company[each.company] is each]
        return (*listed, *(each for each in every if not each.ticker))
