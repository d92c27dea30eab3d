"""How a source on the network is asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Pauses, limits and the deadline of asking Yahoo; each is a setting of its own name.

    Parameters
    ----------
    threads : int
        Requests under way at once.
    pace_s : float
        Least time between the starts of two price requests.
    timeout_s : float
        Of one request, whatever it is for.
    attempts : int
        How often a ticker that failed or came empty is asked for in one run.
    retry_pause_s : float
        Before the second attempt; doubled before each later one, and up to half as long again by chance.
    limit_pause_s : float
        Wait after Yahoo refuses for asking too often; doubled at each further refusal.
    limit_pauses : int
        Waits after which what is left ends as ``rate_limited``.
    deadline_s : float
        Of the whole run; whatever still hangs then is ended.
    """

    threads: int = 3
    pace_s: float = 0.25
    timeout_s: float = 10.0
    attempts: int = 3
    retry_pause_s: float = 2.0
    limit_pause_s: float = 15.0
    limit_pauses: int = 3
    deadline_s: float = 900.0
