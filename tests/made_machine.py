"""A machine of its own: home, workspace, cache and store in a temporary folder."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from screener.diagnosis.run import diagnose
from screener.records.diagnosis import Check, Surroundings, Terminal
from screener.records.setting import OptionVariable

NOW_AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
OPTIONS = (OptionVariable("--source", "SCREENER_SOURCE", ("backtest",), ""),)


@dataclass(frozen=True)
class Machine:
    """Folders of one machine, and what a look at it finds."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Path:
        return self.home / "theses-of-mine"

    @property
    def cache(self) -> Path:
        return self.home / "cache"

    @property
    def store(self) -> Path:
        return self.home / "prices.db"

    def file(self, name: str, text: str | bytes) -> Path:
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def surroundings(self, **changed: object) -> Surroundings:
        said: dict[str, object] = {
            "asked_at": NOW_AT,
            "environment": self.environment,
            "home": self.home,
            "starts": (self.home,),
            "workspace": self.workspace,
            "store": self.store,
            "given": {},
            "cache_folder": self.cache,
            "options": OPTIONS,
            "terminal": Terminal(is_terminal=True, width=100, has_color=True, encoding="utf-8"),
        }
        return Surroundings(**{**said, **changed})  # type: ignore[arg-type]

    def look(self, *, has_network: bool = False, **changed: object) -> tuple[Check, ...]:
        return diagnose(self.surroundings(**changed), has_network=has_network)


def troubles(checks: tuple[Check, ...]) -> dict[str, Check]:
    """Return what is not ok, by topic and subject."""
    return {f"{each.topic}: {each.subject}": each for each in checks if each.state != "ok"}
