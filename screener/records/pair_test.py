"""The outcome of one classical event-study test over pairs of a unit and an event day."""

from dataclasses import dataclass
from typing import Literal, get_args

PairTestName = Literal[
    "j1",
    "j1_large_m",
    "t_cross_section",
    "skew_adjusted_t",
    "cda",
    "patell",
    "patell_daily",
    "adjusted_patell",
    "bmp",
    "adjusted_bmp",
    "sign",
    "generalized_sign",
    "wilcoxon",
    "corrado_rank",
    "corrado_zivney_rank",
    "grank_t",
    "grank_z",
    "buy_and_hold_t",
    "calendar_time",
]
PAIR_TEST_NAMES: tuple[PairTestName, ...] = get_args(PairTestName)

Reference = Literal["normal", "student_t", "exact"]


@dataclass(frozen=True, slots=True)
class PairTest:
    """A test statistic and how extreme it is when nothing happened.

    Parameters
    ----------
    test : PairTestName
        A key of ``dictionary.pair_tests.PAIR_TESTS``, which says what the test assumes.
    statistic : float or None
        A t or z value, positive when the responses are; None where the sample does not define it.
    dof : float or None
        Degrees of freedom of Student's t; None for the other reference distributions.
    p : float or None
        Two-sided; None where ``statistic`` is.
    reference : {"normal", "student_t", "exact"}
        What ``p`` was read from: the standard normal, Student's t with ``dof``, or the statistic's own distribution,
        counted out for this sample.
    """

    test: PairTestName
    statistic: float | None
    dof: float | None
    p: float | None
    reference: Reference
