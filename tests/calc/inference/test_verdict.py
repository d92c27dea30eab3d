import itertools
import math

import pytest

from screener.calc.inference.verdict import verdict

LOW, HIGH, NAN = 0.0499, 0.05, math.nan


def decide(excess, n, p_event, p_placebo, sign, is_overlapping):
    return verdict(excess, n, p_event, p_placebo, expected_sign=sign, is_overlapping=is_overlapping)


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("excess", [-0.03, 0.03])
def test_the_whole_decision_table(excess, sign):
    spoken = {(0.03, 1): "with_thesis", (-0.03, -1): "with_thesis"}.get((excess, sign), "against_thesis")
    silent = "no_measurable_response"
    table = {
        # p_event, p_placebo, overlapping
        (LOW, LOW, False): spoken,
        (LOW, HIGH, False): silent,
        (HIGH, LOW, False): silent,
        (HIGH, HIGH, False): silent,
        (NAN, LOW, False): silent,
        (LOW, NAN, False): silent,
        (NAN, NAN, False): silent,
        (NAN, HIGH, False): silent,
        (HIGH, NAN, False): silent,
        # Over half the event days overlap: the placebo alone decides.
        (LOW, LOW, True): spoken,
        (LOW, HIGH, True): silent,
        (HIGH, LOW, True): spoken,
        (HIGH, HIGH, True): silent,
        (NAN, LOW, True): spoken,
        (LOW, NAN, True): silent,
        (NAN, NAN, True): silent,
        (NAN, HIGH, True): silent,
        (HIGH, NAN, True): silent,
    }
    assert set(table) == set(itertools.product((LOW, HIGH, NAN), (LOW, HIGH, NAN), (False, True)))

    for (p_event, p_placebo, is_overlapping), expected in table.items():
        for n in (5, 6, 60):
            assert decide(excess, n, p_event, p_placebo, sign, is_overlapping) == expected
        for n in (0, 1, 4):
            assert decide(excess, n, p_event, p_placebo, sign, is_overlapping) == "too_few_events"


@pytest.mark.parametrize("excess", [0.0, NAN])
@pytest.mark.parametrize("sign", [-1, 1])
def test_no_effect_and_an_unknown_one_speak_for_nobody(excess, sign):
    assert decide(excess, 12, LOW, LOW, sign, False) == "no_measurable_response"
