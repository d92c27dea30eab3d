"""Track records kept by the fingerprint of the ranking that they are of."""

from collections.abc import Callable
from pathlib import Path

from screener.files import write_atomically
from screener.records.track_record import TrackRecordRow
from screener.screening.run import Screened

NOT_COMPUTED = "track record not computed: --validate walks forward over history and says how well this ranking did"
Make = Callable[[Screened], tuple[tuple[TrackRecordRow, ...], str]]


class TrackRecords:
    """Track records, made when asked for and remembered by the fingerprint of the ranking.

    Parameters
    ----------
    cache_folder : Path
    make : callable or None
        Makes one, as :func:`screener.screening.validation.validated` does; None only tells one made before.
    """

    def __init__(self, cache_folder: Path, make: Make | None = None) -> None:
        self._folder = cache_folder / "track_records"
        self._make = make
        self.rows: tuple[TrackRecordRow, ...] = ()

    def sentence(self, screened: Screened, fingerprint: str) -> str:
        """Return what the ranking's track record comes to, in a sentence."""
        path = self._folder / f"{fingerprint}.txt"
        if self._make is None:
            return path.read_text(encoding="utf-8").strip() if path.is_file() else NOT_COMPUTED
        self.rows, said = self._make(screened)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, said.encode("utf-8"))
        return said
