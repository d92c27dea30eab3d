"""The settings that a workspace, the environment and an option can make, each with its meaning and unit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SettingWord:
    """One setting.

    Parameters
    ----------
    meaning : str
        One sentence without a full stop at its end.
    unit : str
        Empty where nothing is measured.
    variable : str
        Environment variable; empty where it has none.
    """

    meaning: str
    unit: str = ""
    variable: str = ""


def _yahoo(name: str, meaning: str, unit: str) -> SettingWord:
    return SettingWord(meaning, unit, f"SCREENER_YAHOO_{name.upper()}")


SETTINGS: dict[str, SettingWord] = {
    "workspace": SettingWord("Folder of your theses, tables and state", variable="SCREENER_WORKSPACE"),
    "source": SettingWord(
        "Where prices come from: yahoo, csv:FOLDER or simulated; screener.toml's source", variable="SCREENER_SOURCE"
    ),
    "store": SettingWord("The price store, an SQLite file; screener.toml's store", variable="SCREENER_STORE"),
    "thesis_folders": SettingWord("More folders of notes, such as one of your vault; only in screener.toml"),
    "yahoo.threads": _yahoo("threads", "Requests under way at once", "requests"),
    "yahoo.pace_s": _yahoo("pace_s", "Least time between the starts of two requests for data", "seconds"),
    "yahoo.timeout_s": _yahoo("timeout_s", "Time-out of one request, whatever it is for", "seconds"),
    "yahoo.attempts": _yahoo("attempts", "How often a ticker that failed or came empty is asked for in a run", "times"),
    "yahoo.retry_pause_s": _yahoo(
        "retry_pause_s", "Wait before the second attempt; doubled before each later one", "seconds"
    ),
    "yahoo.limit_pause_s": _yahoo(
        "limit_pause_s", "Wait after a refusal for asking too often; doubled at each further one", "seconds"
    ),
    "yahoo.limit_pauses": _yahoo("limit_pauses", "Waits after which what is left ends as rate_limited", "waits"),
    "yahoo.deadline_s": _yahoo("deadline_s", "Deadline of a whole pull; whatever still hangs then is ended", "seconds"),
}
"""Every setting but those that are options alone, in the order they are shown."""

LAYERS: dict[str, str] = {
    "option": "An option on the command line; it wins over everything",
    "environment": "An environment variable, whose name is shown beside it; it wins over notes and files",
    "thesis": "A property of the thesis's note",
    "screener.toml": "The settings file of the workspace",
    "default": "Nobody has set it",
}
"""Where the value of a setting can come from, the strongest first."""
