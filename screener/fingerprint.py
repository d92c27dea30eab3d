"""A hash of everything a run's numbers are made from: not the clock, not paths."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from screener import __version__
from screener.pricing import Priced
from screener.records.fact import Earnings
from screener.records.overlap import Overlap
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.records.universe import UniverseScan
from screener.variant_options import options_of

_DIGITS = 12


def fingerprint_of(
    thesis: Thesis,
    settings: Settings,
    priced: Priced,
    earnings: Sequence[Earnings] = (),
    scan: UniverseScan | None = None,
    overlap: Overlap | None = None,
) -> str:
    """Hash version, note, options, prices with their sessions, events, reports, stakes, and what a universe gave.

    Returns
    -------
    str
        12 hexadecimal digits; equal for equal inputs, wherever their files lie and whenever the run was.
    """
    panel = priced.panel
    said = [
        __version__,
        thesis.text_sha256,
        options_of(thesis, settings),
        settings.is_noiseless,
        panel.source,
        panel.mic,
        list(panel.tickers),
        dict(priced.mics),
        # A row's content, not the place of its file.
        [repr(replace(event, path="", line=0)) for event in priced.selection.selected],
        [repr(replace(event, path="", line=0)) for event in priced.selection.others],
        [repr(replace(report, path="", line=0)) for report in earnings],
        "" if scan is None else repr(scan.baskets),
        "" if overlap is None else repr(overlap),
    ]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for array in (panel.session_on, panel.closes_at, panel.level, panel.closed, panel.closes_early):
        digest.update(array.tobytes())
    return digest.hexdigest()[:_DIGITS]


def extended(fingerprint: str, said: Iterable[str]) -> str:
    """Hash a run's fingerprint together with what one of its tables adds, such as a sweep's variants."""
    return hashlib.sha256("\n".join([fingerprint, *said]).encode()).hexdigest()[:_DIGITS]
