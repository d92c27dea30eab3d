"""Names close to a misspelt one, for *did you mean*."""

import difflib
from collections.abc import Iterable

SHORT_LIST = 12


def near_misses(word: str, known: Iterable[str], limit: int = 3, cutoff: float = 0.6) -> tuple[str, ...]:
    """Return the known names most like ``word``, best first; case and ``-``/``_``/space don't count.

    Parameters
    ----------
    word : str
        What was written.
    known : iterable of str
        The names that exist.
    limit : int
        At most this many.
    cutoff : float
        Least likeness, 0 to 1.
    """
    plain: dict[str, str] = {}
    for name in sorted(known):
        plain.setdefault(_plain(name), name)
    # A name longer than any real one would only cost time.
    found = difflib.get_close_matches(_plain(word[:100]), list(plain), n=limit, cutoff=cutoff)
    return tuple(plain[key] for key in found)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint: the near misses, else the whole list if it is short, else nothing.

    Examples
    --------
    >>> did_you_mean("open_wieghts", ["open_weights", "price_cut"])
    'did you mean open_weights?'
    >>> did_you_mean("zzz", ["up", "down"])
    'known: down, up'
    """
    names = sorted(set(known))
    close = near_misses(word, names)
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"known: {', '.join(names)}" if 0 < len(names) <= SHORT_LIST else ""


def _plain(text: str) -> str:
    return text.casefold().replace("-", "_").replace(" ", "_")
