from dataclasses import replace

from made_reviews import make_lines, make_review

from screener.report.page.sums import sums


def test_names_and_frictions_are_shown_to_be_net():
    week, _, opening = sums(make_review())

    # 2 + 0.5 - 1 = 1.5; 1.5 - 0.1 - 0.2 + 0.05 = 1.25
    assert week.addition == "names +1.50 + cost -0.10 + borrow -0.20 + cash +0.05 = net +1.25 %"
    assert week.is_exact
    assert (week.title, week.days, week.net) == ("This week", "2026-05-26 to 2026-05-29", "+1.25 %")
    assert opening.title == "Since the opening"


def test_a_quarter_of_net_is_the_markets():
    assert sums(make_review())[0].market == "of which the market explains +0.31 %, the rest is +0.94 %"


def test_names_that_helped_and_hurt_are_counted_with_the_largest_named():
    assert sums(make_review())[0].names == "2 names helped, 1 hurt; most: NVDA +2.00, MU +0.50; least: AI -1.00"


def test_a_sum_that_does_not_add_up_says_by_how_much():
    lines = make_lines("week")
    wrong = replace(lines[-1], line=replace(lines[-1].line, contribution=0.02))
    (week, *_) = sums(make_review(pnl=(*lines[:-1], wrong)))

    assert not week.is_exact
    assert week.addition.endswith("= net +2.00 %; this does not add up: +0.75 % is unexplained")


def test_rounding_is_told_apart_from_a_mistake():
    names = (("A", "long_a", "long", 0.00004), ("B", "long_a", "long", 0.00004))
    lines = [each for each in make_lines("week", names) if each.line.line in ("name", "net")]
    net = replace(lines[-1], line=replace(lines[-1].line, contribution=0.00008))
    cost = replace(lines[0], line=replace(lines[0].line, line="cost", contribution=0.00004))
    (week, *_) = sums(make_review(pnl=(*lines[:2], cost, replace(net, line=replace(net.line, contribution=0.00012)))))

    # 0.008 + 0.004 = 0.012 shows as 0.01 + 0.00 = 0.01: no remark; the figures still add up.
    assert week.is_exact
    assert week.addition == "names +0.01 + cost 0.00 + borrow 0.00 + cash 0.00 = net +0.01 %"


def test_a_span_without_a_session_says_so_and_why():
    lines = make_lines("opening")
    net = replace(lines[-1], start_on=None, end_on=None, line=replace(lines[-1].line, flags=("no_sessions",)))
    opening = sums(make_review(pnl=(net,)))[2]

    assert (opening.days, opening.net, opening.addition) == ("No session yet.", "", "")
    assert opening.remarks == ("The period holds no session with prices",)


def test_what_is_flagged_on_one_name_names_it():
    lines = make_lines("week")
    flagged = replace(lines[1], line=replace(lines[1].line, flags=("not_priced",)))
    (week, *_) = sums(make_review(pnl=(lines[0], flagged, *lines[2:])))

    assert week.remarks == ("MU: The source gave no prices for the name",)
