import csv
import io
import re

import pytest
from csv_prices import write_prices

from screener.dictionary.tables import TABLES

# The promised ones, in their order.
COLUMNS = [
    *("rank", "ticker", "name", "universe", "leg", "side", "signal", "score", "weight_pct", "close", "currency"),
    *("dollar_volume_usd", "next_earnings_on", "event_response_pct", "since_event_pct", "momentum_pct"),
    *("resid_vol_pct", "beta", "gross_margin_change_pp", "revenue_growth_pct", "lab_overlap_pct"),
    *("score_event_response", "score_since_event", "score_momentum", "score_resid_vol", "score_beta"),
    *("score_gross_margin_change", "score_revenue_growth", "score_lab_overlap", "score_dollar_volume", "reasons"),
]
LAST = ["thesis_id", "as_of", "price_source", "data_as_of", "flags"]
PARTS = [each for each in COLUMNS if each.startswith("score_")]
MEMBERS = ["NVDA", "AVGO", "CRM", "ADBE"]
CSV = ("screen", "small", "--source", "csv:prices", "--as-of", "2026-03-31")
MADE_UP = ("screen", "small", "--as-of", "2026-03-31")


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def priced(workspace):
    """Lay prices of the members, of three candidates and of the benchmark beside the note."""
    write_prices(workspace, [*MEMBERS, "AMD", "SOUN", "BBAI", "SPY"])
    return workspace


def test_into_a_pipe_it_is_csv_with_the_promised_columns(priced, screener):
    ran = screener(*CSV)
    header = ran.out.splitlines()[0].split(",")

    assert ran.code == 0
    assert header[: len(COLUMNS)] == COLUMNS
    assert header[-5:] == LAST
    assert tuple(header) == TABLES["signals"]


def test_two_runs_are_the_same_to_the_byte(priced, screener):
    one, other = screener(*CSV, "--format", "json"), screener(*CSV, "--format", "json")

    assert one.out == other.out
    assert one.err == other.err


def test_every_name_is_there_once_and_its_parts_add_up_to_its_score(priced, screener):
    found = rows(screener(*CSV).out)
    tickers = [row["ticker"] for row in found]

    assert len(set(tickers)) == len(tickers)
    assert {*MEMBERS, "AMD", "SOUN", "BBAI", "MU"} <= set(tickers)
    scored = [row for row in found if row["score"]]
    assert {row["ticker"] for row in scored} == {*MEMBERS, "AMD", "SOUN", "BBAI"}
    for row in scored:
        assert sum(float(row[part]) for part in PARTS) == pytest.approx(float(row["score"]), abs=1e-12)
    assert any(float(row["score"]) for row in scored)


def test_names_without_prices_are_at_the_bottom_with_the_reason_and_counted_in_words(priced, screener):
    ran = screener(*CSV)
    found = rows(ran.out)
    signals = [row["signal"] == "no_data" for row in found]

    assert signals == sorted(signals)
    (micron,) = (row for row in found if row["ticker"] == "MU")
    assert micron["reasons"].startswith("no prices: no file MU.csv")
    assert micron["flags"] == "not_priced"
    assert re.search(r"no prices: .* and \d+ more \(at the bottom, with the reason\)", ran.err)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--where", "score > 0 and signl = enter"),
            "no column 'signl'\n  score > 0 and signl = enter\n                ^^^^^\n  hint: did you mean",
        ),
        (
            ("--where", "momentum_pct >"),
            "a number is expected here\n  momentum_pct >\n                ^\n",
        ),
        (("--where", "signal = entr"), "did you mean enter"),
        (
            ("--sort", "ticker, scor desc"),
            "--sort: error[T414] there is no column 'scor'\n  ticker, scor desc\n          ^^^^\n  hint: did you mean",
        ),
        (("--sort", "score down"), "'down' is no direction\n  score down\n        ^^^^\n"),
        (("--columns", "ticker,nope"), "no column 'nope'"),
        (("--since", "2015-01-01"), "--since 2015-01-01 lies before the first session"),
        (("--limit", "0"), "--limit"),
        (("--capital", "0"), "--capital"),
        (("--universe", "nowhere.txt"), "nowhere.txt cannot be read"),
    ],
)
def test_a_wrong_option_ends_with_2_and_says_where_and_what_instead(priced, screener, options, said):
    ran = screener(*CSV, *options)

    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err


def test_where_keeps_what_holds_and_tells_the_rest(priced, screener):
    whole = rows(screener(*CSV).out)
    middle = sorted(float(row["momentum_pct"]) for row in whole if row["momentum_pct"])[3]
    ran = screener(*CSV, "--where", f"momentum_pct > {middle:.6f}")
    kept = [row for row in whole if row["momentum_pct"] and float(row["momentum_pct"]) > round(middle, 6)]
    n_false = sum(bool(row["momentum_pct"]) for row in whole) - len(kept)
    n_unknown = sum(not row["momentum_pct"] for row in whole)

    assert kept
    assert n_false
    assert rows(ran.out) == kept
    assert (
        f"{n_false} rows do not pass the filters; {n_unknown} cannot be told: {n_unknown} lack momentum_pct" in ran.err
    )


def test_filters_given_twice_and_the_note_s_own_must_all_hold(priced, screener, rewrite):
    rewrite("event_kinds:", 'screen:\n  - "universe = member"\nevent_kinds:')

    own = screener(*CSV)
    more = screener(*CSV, "--where", "side = long", "--where", "ticker != NVDA")

    assert sorted(row["ticker"] for row in rows(own.out)) == sorted(MEMBERS)
    assert [row["ticker"] for row in rows(more.out)] == ["AVGO"]
    assert "rows do not pass the filters" in own.err


def test_a_word_that_no_row_has_is_told(priced, screener):
    ran = screener(*CSV, "--where", "ticker = NVDIA")

    assert (ran.code, rows(ran.out)) == (0, [])
    assert "no row has ticker NVDIA; did you mean NVDA" in ran.err


def test_sort_orders_rows_with_empty_cells_last_and_limit_cuts_and_counts(priced, screener):
    whole = rows(screener(*CSV).out)
    ran = screener(*CSV, "--sort", "resid_vol_pct desc", "--limit", "3")
    measured = sorted((row for row in whole if row["resid_vol_pct"]), key=lambda row: -float(row["resid_vol_pct"]))

    assert rows(ran.out) == measured[:3]
    assert f"{len(whole) - 3} more rows cut by --limit" in ran.err


def test_capital_gives_whole_shares(priced, screener):
    found = [row for row in rows(screener(*CSV, "--capital", "100000").out) if row["weight_pct"]]

    assert {row["side"] for row in found} == {"long", "short"}
    for row in found:
        wanted = float(row["weight_pct"]) / 100 * 100_000 / float(row["close"])
        assert abs(int(row["shares"])) <= abs(wanted) < abs(int(row["shares"])) + 1
        assert (int(row["shares"]) > 0) == (row["side"] == "long")
    assert all(row["shares"] == "" for row in rows(screener(*CSV).out))


def test_since_says_what_it_is_compared_with(priced, screener):
    week, since = screener(*CSV), screener(*CSV, "--since", "2025-12-28")

    # 2026-03-31 is a Tuesday; 2025-12-28 a Sunday.
    assert "from 2026-03-27" in week.err
    assert "from 2025-12-26" in since.err
    assert [row["score"] for row in rows(week.out)] == [row["score"] for row in rows(since.out)]


def test_simulated_prices_are_labelled_in_every_row_and_on_stderr(read_small):
    ran = read_small(*MADE_UP)

    assert ran.code == 0
    assert all(row["price_source"] == "simulated" for row in rows(ran.out))
    assert all("simulated" in row["flags"].split(";") for row in rows(ran.out))
    assert "SIMULATED PRICES" in ran.err


@pytest.mark.parametrize("more", [(), ("--validate",)])
def test_simulated_prices_are_labelled_on_a_terminal(read_small, more):
    ran = read_small(*MADE_UP, "--format", "table", *more)

    assert ran.code == 0
    assert ran.out.startswith("SIMULATED PRICES")


def test_a_terminal_of_80_columns_shows_every_ticker_whole(read_small, priced, screener):
    for ran, whole in (
        (read_small(*MADE_UP, "--format", "table"), read_small(*MADE_UP)),
        (screener(*CSV, "--format", "table"), screener(*CSV)),
    ):
        lines = ran.out.splitlines()
        assert max(map(len, lines)) <= 80
        shown = {word for line in lines for word in line.split()[:2]}
        assert {row["ticker"] for row in rows(whole.out)} <= shown


def test_a_terminal_reads_the_sentence_first_and_each_name_s_path(priced, screener):
    ran = screener(*CSV, "--format", "table")

    assert ran.out.startswith("A small thesis - screen of 2026-03-31, as of 2026-03-31: ")
    assert "track record not computed: --validate" in ran.out.replace("\n    ", " ")
    (nvidia,) = (line for line in ran.out.splitlines() if line.startswith("+ NVDA"))
    assert len(set(nvidia.split()[-1]) & set("▁▂▃▅▇")) > 1
    assert len(nvidia.split()[-1]) == 13


def test_wide_has_more_columns(priced, screener):
    plain, wide = screener(*CSV, "--format", "table"), screener(*CSV, "--format", "table", "--wide")

    assert "reasons" not in plain.out
    for word in ("universe", "rank", "beta", "reasons", "Advanced Micro Devices", "no file MU.csv"):
        assert word in wide.out


def test_validate_gives_the_track_record_of_screen_and_momentum(read_small):
    ran = read_small(*MADE_UP, "--validate")
    found = rows(ran.out)

    assert ran.code == 0
    assert tuple(found[0]) == TABLES["validation"]
    keys = [(row["ranking"], row["group"], row["horizon_sessions"]) for row in found]
    assert len(set(keys)) == len(keys)
    for ranking in ("screen", "momentum"):
        for group in ("all", "long", "short", "long_chips", "short_software"):
            assert {(ranking, group, each) for each in ("5", "21", "63")} <= set(keys)
    everything = {row["horizon_sessions"]: row for row in found[:3]}
    # A horizon of 63 sessions is over for twelve weeks fewer than one of 5, give or take one.
    n_dates = {each: int(everything[each]["n_dates"]) for each in everything}
    assert 11 <= n_dates["5"] - n_dates["63"] <= 13
    for row in everything.values():
        assert float(row["ic_ci_low"]) < float(row["mean_ic"]) < float(row["ic_ci_high"])
        assert 0.0 < float(row["p_random"]) <= 1.0
    assert "track record: " in ran.err


def test_validate_takes_filters_over_its_own_columns(read_small):
    ran = read_small(*MADE_UP, "--validate", "--where", "ranking = screen and horizon_sessions = 21", "--limit", "1")

    assert [(row["ranking"], row["group"], row["horizon_sessions"]) for row in rows(ran.out)] == [
        ("screen", "all", "21")
    ]


def test_strict_ends_with_3_where_a_name_has_no_price(priced, screener, read_small):
    assert screener(*CSV).code == 0
    strict = screener(*CSV, "--strict")
    assert strict.code == 3
    assert "--strict" in strict.err
    assert rows(strict.out)
    assert read_small(*MADE_UP, "--strict").code == 0


def test_no_prices_at_all_end_with_3_and_say_why(priced, screener):
    (priced / "prices" / "SPY.csv").unlink()

    ran = screener(*CSV)

    assert (ran.code, ran.out) == (3, "")
    assert "SPY" in ran.err


def test_a_list_of_names_joins_the_screen_and_a_member_stays_one(priced, screener):
    write = priced / "mine.txt"
    write.write_text("# mine\nNVDA\nZZZZ\nQQQQ # other\n")

    found = {row["ticker"]: row for row in rows(screener(*CSV, "--universe", "mine.txt").out)}

    assert found["NVDA"]["universe"] == "member"
    assert found["AMD"]["universe"] == "candidate"
    assert {found[each]["universe"] for each in ("ZZZZ", "QQQQ")} == {"listed"}
    assert found["ZZZZ"]["signal"] == "no_data"


def test_a_file_gets_the_format_of_its_ending(priced, screener):
    ran = screener(*CSV, "-o", "screen.tsv", "--columns", "ticker,signal")

    assert (ran.code, ran.out) == (0, "")
    assert (priced / "screen.tsv").read_text().splitlines()[0] == "ticker\tsignal"


@pytest.mark.parametrize("capital", ["nan", "inf", "-inf", "0", "-1"])
def test_a_capital_that_is_no_amount_is_refused_before_anything_runs(priced, screener, capital):
    ran = screener(*CSV, "--capital", capital)

    assert ran.code == 2
    assert ran.out == ""
    assert "--capital" in ran.err


@pytest.mark.parametrize("idle", [("--capital", "1000"), ("--since", "2025-12-28")])
def test_what_a_track_record_does_not_hang_on_is_refused(priced, screener, idle):
    ran = screener(*CSV, "--validate", *idle)

    assert ran.code == 2
    assert f"{idle[0]} change nothing in a track record" in ran.err
