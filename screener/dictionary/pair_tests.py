"""The tests over pairs of a unit and an event day: what each does, where it is from, and what it takes for granted."""

from dataclasses import dataclass

from screener.records.pair_test import PairTestName

ASSUMPTIONS: dict[str, str] = {
    "no_drift": "Without an event the mean response is 0; scores subtract what any day gave, tests do not",
    "many_sessions": "The portfolio holds something on sessions enough for errors that allow for autocorrelation",
    "independent_pairs": "The responses of different pairs have nothing in common; names hit on one day usually do",
    "one_date": "All pairs share one event day; what windows on different days have in common is not seen",
    "same_variance_on_event_days": "Inside the event window returns vary as much as in the estimation window",
    "normal_returns": "Abnormal returns follow a normal distribution",
    "many_pairs": "The sample is large enough for a sum over pairs to be normal",
    "symmetric_responses": "Without an event, a response is as likely to lie any distance above 0 as below",
    "same_correlation_on_event_days": "Pairs move together in the event window as much as in the estimation window",
    "constant_slopes": "What is held has the same slopes on the benchmarks on every session of the regression",
    "known_coefficients": "The return model's coefficients are known, so their errors do not add up over a window",
    "no_serial_correlation": "Abnormal returns of one session say nothing about those of the next",
}
"""Words for what a test takes for granted: a closed list."""


@dataclass(frozen=True, slots=True)
class PairTestEntry:
    """One test.

    Parameters
    ----------
    name : PairTestName
    meaning : str
        What it compares, in one sentence.
    source : str
        The paper it is from.
    assumes : tuple of str
        Keys of ``ASSUMPTIONS``.
    """

    name: PairTestName
    meaning: str
    source: str
    assumes: tuple[str, ...]


_LIST = (
    PairTestEntry(
        "j1",
        "Mean CAR over the variance its fits expect, prediction error included",
        "Campbell, Lo and MacKinlay 1997",
        ("no_drift", "independent_pairs", "same_variance_on_event_days", "many_pairs", "no_serial_correlation"),
    ),
    PairTestEntry(
        "j1_large_m",
        "Mean CAR over the residual variance times the window's length",
        "MacKinlay 1997",
        (
            "no_drift",
            "independent_pairs",
            "same_variance_on_event_days",
            "many_pairs",
            "known_coefficients",
            "no_serial_correlation",
        ),
    ),
    PairTestEntry(
        "t_cross_section",
        "Mean CAR over its spread across pairs",
        "Student 1908; Brown and Warner 1980",
        ("no_drift", "independent_pairs", "many_pairs"),
    ),
    PairTestEntry(
        "skew_adjusted_t",
        "Mean CAR over its spread across pairs, corrected for skewness",
        "Hall 1992",
        ("no_drift", "independent_pairs", "many_pairs"),
    ),
    PairTestEntry(
        "cda",
        "Mean CAR over the spread of the mean residual from session to session before the event",
        "Brown and Warner 1980",
        ("no_drift", "one_date", "same_variance_on_event_days", "known_coefficients", "no_serial_correlation"),
    ),
    PairTestEntry(
        "patell",
        "Sum of the standardised CARs over the variance their fits expect",
        "Patell 1976",
        ("no_drift", "independent_pairs", "same_variance_on_event_days", "normal_returns", "no_serial_correlation"),
    ),
    PairTestEntry(
        "patell_daily",
        "Sum of the standardised daily abnormal returns over the variance their fits expect",
        "Patell 1976",
        (
            "no_drift",
            "independent_pairs",
            "same_variance_on_event_days",
            "normal_returns",
            "known_coefficients",
            "no_serial_correlation",
        ),
    ),
    PairTestEntry(
        "adjusted_patell",
        "Patell's test with the mean correlation between pairs taken into account",
        "Kolari and Pynnonen 2010",
        (
            "no_drift",
            "same_correlation_on_event_days",
            "same_variance_on_event_days",
            "normal_returns",
            "no_serial_correlation",
        ),
    ),
    PairTestEntry(
        "bmp",
        "Mean standardised CAR over its spread across pairs",
        "Boehmer, Musumeci and Poulsen 1991",
        ("no_drift", "independent_pairs", "many_pairs"),
    ),
    PairTestEntry(
        "adjusted_bmp",
        "The test of Boehmer, Musumeci and Poulsen with the mean correlation between pairs taken into account",
        "Kolari and Pynnonen 2010",
        ("no_drift", "same_correlation_on_event_days", "many_pairs", "no_serial_correlation"),
    ),
    PairTestEntry(
        "sign",
        "Number of positive CARs against a coin's",
        "Dixon and Mood 1946",
        ("no_drift", "independent_pairs", "symmetric_responses"),
    ),
    PairTestEntry(
        "generalized_sign",
        "Number of positive CARs against the share of positive residuals before the event",
        "Cowan 1992",
        ("no_drift", "independent_pairs", "many_pairs"),
    ),
    PairTestEntry(
        "wilcoxon",
        "Ranks of the positive CARs by size against those of the negative ones",
        "Wilcoxon 1945",
        ("no_drift", "independent_pairs", "symmetric_responses"),
    ),
    PairTestEntry(
        "corrado_rank",
        "Mean rank of the window's abnormal returns among those before the event",
        "Corrado 1989; Cowan 1992",
        ("no_drift", "one_date", "same_variance_on_event_days", "no_serial_correlation"),
    ),
    PairTestEntry(
        "corrado_zivney_rank",
        "Mean rank of the window's abnormal returns, each over its pair's number of returns",
        "Corrado and Zivney 1992",
        ("no_drift", "one_date", "same_variance_on_event_days", "no_serial_correlation"),
    ),
    PairTestEntry(
        "grank_t",
        "Mean rank of the whole response among the residuals before the event, over the spread of mean ranks",
        "Kolari and Pynnonen 2011",
        ("no_drift", "one_date", "no_serial_correlation"),
    ),
    PairTestEntry(
        "grank_z",
        "Mean rank of the whole response among the residuals before the event, over the spread of a uniform rank",
        "Kolari and Pynnonen 2011",
        ("no_drift", "independent_pairs", "many_pairs", "no_serial_correlation"),
    ),
    PairTestEntry(
        "buy_and_hold_t",
        "Mean return of holding the unit (a basket rebalanced each session) beyond the benchmark's, over its spread",
        "Barber and Lyon 1997",
        ("no_drift", "independent_pairs", "many_pairs"),
    ),
    PairTestEntry(
        "calendar_time",
        "Return a session, beyond the benchmark's, of a portfolio that holds every unit inside its event windows",
        "Jaffe 1974; Mandelker 1974",
        ("no_drift", "constant_slopes", "many_sessions"),
    ),
)

PAIR_TESTS: dict[PairTestName, PairTestEntry] = {entry.name: entry for entry in _LIST}
"""Every test by its name."""
