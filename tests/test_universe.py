"""The scan of a universe, from records to ranked records, on any executor."""

import dataclasses
import datetime as dt
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from made_events import make_event
from made_universes import made_returns, universe_from, weekdays_from_2022

from screener.calc.inference.event_tests import event_test, overlap_factor
from screener.calc.market import lay_out
from screener.config import Workspace, cache_folder
from screener.errors import CodeError, DataError, PriceError, UsageError
from screener.events.select import select
from screener.files import shipped
from screener.prices.store.price_store import PriceStore
from screener.prices.universe.panels import panel_of
from screener.pricing import Priced
from screener.records.event import Outcome
from screener.records.event_model import EventModel
from screener.records.prices import Bars, Missing, Received
from screener.records.settings import Settings
from screener.records.thesis import Leg, Member, Thesis, Window
from screener.records.universe import NameOutcome
from screener.reference import read_reference
from screener.study.event_study import study
from screener.study.frame import study_frame
from screener.theses import load
from screener.universe import read, scan

N_SESSIONS = 320
EVENT_ROWS = (90, 104, 131, 132, 175, 210, 240, 281)
WINDOWS = (Window(0, 5), Window(-1, 1))
MODEL = EventModel(estimation=Window(-60, -11), min_returns=40)
LONG, SHORT = ("N003", "N007", "N011"), ("N020", "N021")


def make_thesis(**given):
    legs = (
        Leg("long_chips", "long", 1.0, tuple(Member(ticker) for ticker in LONG)),
        Leg("short_api", "short", 1.0, tuple(Member(ticker) for ticker in SHORT)),
    )
    opened = dt.date(2023, 1, 2)
    base = Thesis("t", "T", "active", "t.md", "", opened, opened, legs, ("SPY",), WINDOWS, "spread", WINDOWS[0])
    return dataclasses.replace(base, **given)


def make_settings(**given):
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return dataclasses.replace(Settings("yahoo", at, at, cache_folder(), model=MODEL), **given)


def event_on(row, **given):
    day = weekdays_from_2022(row + 1)[row].astype(object)
    return make_event(f"E{row}", at=dt.datetime.combine(day, dt.time(12), dt.UTC), precision="instant", **given)


def planted_returns(effect, n_names=60):
    """Members of the long leg gain, and those of the short leg lose, on each event day."""
    returns = made_returns(N_SESSIONS, n_names)
    for row in EVENT_ROWS:
        returns[row, [int(ticker[1:]) for ticker in LONG]] += effect
        returns[row, [int(ticker[1:]) for ticker in SHORT]] -= effect
    return returns


@pytest.fixture(scope="module")
def universe():
    made = universe_from(planted_returns(0.12))
    return dataclasses.replace(made, unpriced=(Missing("GONE", "no_usable_row"),))


@pytest.fixture(scope="module")
def events():
    return tuple(event_on(row) for row in EVENT_ROWS)


def test_what_is_planted_in_five_names_of_sixty_is_found(universe, events):
    found = scan(make_thesis(), events, universe, make_settings())
    first = [name for name in found.names if name.window == WINDOWS[0]]

    assert {name.ticker for name in first if name.rank is not None and name.rank <= 5} == {*LONG, *SHORT}
    for name in first:
        if name.is_member:
            assert name.excess == pytest.approx(0.12 if name.ticker in LONG else -0.12, abs=0.03)
            assert name.fdr < 0.1
            assert name.p_placebo < 0.05
    draws = {(draw.basket, str(draw.window)): draw for draw in found.baskets}
    assert draws["spread", "0..5"].p <= 0.01
    assert draws["spread", "0..5"].excess == pytest.approx(0.24, abs=0.03)
    assert draws["short", "0..5"].excess == pytest.approx(-0.12, abs=0.03)
    assert draws["spread", "0..5"].mean_excess == pytest.approx(0.0, abs=0.01)
    assert len(found.baskets) == len(make_thesis().baskets) * len(WINDOWS)


def test_every_name_has_one_row_a_window_in_the_thesiss_order(universe, events):
    found = scan(make_thesis(), events, universe, make_settings())
    tickers = [*universe.tickers, "GONE"]

    assert [name.window for name in found.names] == [WINDOWS[0]] * len(tickers) + [WINDOWS[1]] * len(tickers)
    assert sorted(name.ticker for name in found.names) == sorted(tickers * 2)
    for window in found.windows:
        ranks = [name.rank for name in found.names if name.window == window.window and name.rank is not None]
        assert ranks == list(range(1, 61))
        assert (window.n_event_days, window.n_names) == (8, 60)
    outcomes = {name.ticker: name.outcome for name in found.names}
    assert outcomes["SPY"] is NameOutcome.NO_VARIATION
    assert outcomes["GONE"] is NameOutcome.NOT_PRICED
    assert found.survivorship.is_biased
    assert found.flags == ("hindsight", "survivorship_biased")
    assert (found.price_source, found.data_as_of) == ("invented", weekdays_from_2022(N_SESSIONS)[-1].astype(object))


def test_each_event_says_whether_it_is_an_event_day_for_each_window(universe, events):
    asked = (
        event_on(20),
        *events,
        event_on(131, known_on=dt.date(2027, 1, 1)),
        event_on(316),
        make_event("planned", at=dt.datetime(2022, 6, 1, tzinfo=dt.UTC), precision="planned"),
        make_event("later", at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC), precision="instant"),
    )
    found = scan(make_thesis(), asked, universe, make_settings())
    outcomes = {each.event.event_id: each.outcomes for each in found.events}

    assert outcomes["E20"] == (Outcome.TOO_LITTLE_HISTORY,) * 2
    assert outcomes["E90"] == (Outcome.USED,) * 2
    assert outcomes["E316"] == (Outcome.WINDOW_NOT_OVER, Outcome.USED)
    assert outcomes["planned"] == (Outcome.NOT_STUDIED,) * 2
    assert outcomes["later"] == (Outcome.SESSION_OUTSIDE_PRICES,) * 2
    assert len(found.not_known_yet) == 1
    assert [window.n_event_days for window in found.windows] == [8, 9]


def test_events_and_shifts_begin_with_history_from(universe, events):
    thesis = make_thesis(history_from=weekdays_from_2022(111)[110].astype(object))
    found = scan(thesis, events, universe, make_settings())

    assert [each.outcomes[0] for each in found.events[:3]] == [Outcome.TOO_LITTLE_HISTORY] * 2 + [Outcome.USED]
    assert found.windows[0].n_ring_sessions == N_SESSIONS - 5 - 110
    with pytest.raises(DataError, match="before history_from"):
        scan(make_thesis(history_from=dt.date(2030, 1, 1)), events, universe, make_settings())


def test_hindsight_leaves_no_p(universe, events):
    noticed = tuple(dataclasses.replace(event, market_noticed_on=event.released_on) for event in events)
    by_anchor = scan(make_thesis(), noticed, universe, make_settings(anchor="noticed"))
    shocks = tuple(dataclasses.replace(event, kind="market_shock") for event in events)
    asked = dataclasses.replace(make_thesis().events, kinds=("market_shock",))
    by_kind = scan(make_thesis(events=asked), shocks, universe, make_settings())

    for found in (by_anchor, by_kind):
        assert found.is_hindsight
        assert "chosen_with_hindsight" in found.flags
        assert {name.p_placebo for name in found.names} == {name.fdr for name in found.names} == {None}
        assert {draw.p for draw in found.baskets} == {None}
        assert {window.p_beyond for window in found.windows} == {None}


def test_masked_events_are_left_out_of_the_fits(universe, events):
    model = dataclasses.replace(MODEL.with_mask(), min_returns=30)
    plain = scan(make_thesis(), events, universe, make_settings())
    masked = scan(make_thesis(), events, universe, make_settings(model=model))

    by_ticker = [{name.ticker: name for name in found.names if name.window == WINDOWS[0]} for found in (plain, masked)]
    # Effects of 12 % inside estimation windows raise the intercepts and lower the response.
    assert by_ticker[0]["N003"].caar < by_ticker[1]["N003"].caar - 0.01


def test_members_without_prices_are_told_and_the_benchmark_has_to_be_there(universe, events):
    legs = (Leg("long_chips", "long", 1.0, (Member("N003"), Member("FIG"))),)
    found = scan(make_thesis(legs=legs), events, universe, make_settings())

    assert "members_missing" in found.flags
    assert {name.outcome for name in found.names if name.ticker == "FIG"} == {NameOutcome.NOT_PRICED}
    with pytest.raises(DataError, match="no prices for the benchmark QQQ"):
        scan(make_thesis(benchmark=("SPY", "QQQ")), events, universe, make_settings())


def test_a_member_has_no_prices_before_its_first_day_in_its_basket(universe, events):
    member = Member("N003", from_on=weekdays_from_2022(151)[150].astype(object))
    found = scan(make_thesis(legs=(Leg("long_chips", "long", 1.0, (member,)),)), events, universe, make_settings())

    # Its forty returns are there from the event on session 210 on; the name itself has all eight.
    assert {draw.n_event_days for draw in found.baskets} == {3}
    assert {name.n_event_days for name in found.names if name.ticker == "N003"} == {8}


def test_random_baskets_have_neither_members_nor_benchmarks(universe, events):
    legs = (Leg("long_chips", "long", 1.0, tuple(Member(f"N{j:03d}") for j in range(1, 31))),)
    found = scan(make_thesis(legs=legs), events, universe, make_settings())
    one_more = (Leg("long_chips", "long", 1.0, tuple(Member(f"N{j:03d}") for j in range(1, 32))),)
    too_many = scan(make_thesis(legs=one_more), events, universe, make_settings())

    # Thirty strangers are left for thirty members: each basket holds them all. For 31 there are too few.
    assert {draw.n_baskets for draw in found.baskets} == {1_000}
    assert max(draw.sd_t for draw in found.baskets) < 1e-9
    assert {draw.p for draw in too_many.baskets} == {None}


def test_progress_is_told_block_by_block(universe, events):
    told = []
    scan(make_thesis(), events, universe, make_settings(), block_size=25, listener=lambda *how: told.append(how))

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_threads_and_processes_give_exactly_what_one_core_gives(universe, events):
    given = make_thesis(), events, universe, make_settings()
    alone = scan(*given, block_size=20)

    with ThreadPoolExecutor(3) as threads:
        assert scan(*given, block_size=20, executor=threads) == alone
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        assert scan(*given, block_size=20, executor=processes) == alone


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore")  # of a library that is none of the program's own
def test_two_dask_workers_give_exactly_what_one_core_gives(universe, events, tmp_path):
    distributed = pytest.importorskip("distributed", reason="needs dask.distributed, from the extra 'dev'")
    given = make_thesis(), events, universe, make_settings()
    alone = scan(*given, block_size=10)

    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, local_directory=str(tmp_path)
        ) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        assert scan(*given, block_size=10, executor=executor) == alone


def test_a_universe_is_read_from_a_file_or_from_the_store(tmp_path):
    settings = make_settings(store_path=tmp_path / "none.db")
    exchanges = read_reference(Workspace(tmp_path)).exchanges

    with pytest.raises(UsageError, match="there is no file"):
        read(make_thesis(), exchanges, settings, tmp_path / "none.parquet")
    with pytest.raises(PriceError, match="there is no price store"):
        read(make_thesis(), exchanges, settings, None)
    with pytest.raises(CodeError, match="none was named"):
        read(make_thesis(), exchanges, make_settings(), None)
    with pytest.raises(DataError, match="choose a later --as-of"):
        read(make_thesis(closed_on=dt.date(2014, 6, 1)), exchanges, settings, None)


def test_a_closed_thesis_is_read_to_the_end_of_its_last_day(tmp_path):
    path = tmp_path / "prices.db"
    days = weekdays_from_2022(10)
    close = np.arange(10.0) + 100
    at = dt.datetime(2022, 2, 1, tzinfo=dt.UTC)
    with PriceStore.open(path) as store:
        store.keep(Received(Bars("SPY", days, close, close, "split_adjusted"), "yahoo", at, dt.date(2022, 1, 1)))
    exchanges = read_reference(Workspace(tmp_path)).exchanges

    universe = read(make_thesis(closed_on=dt.date(2022, 1, 7)), exchanges, make_settings(store_path=path), None)

    assert universe.tickers == ("SPY",)
    assert universe.data_as_of == dt.date(2022, 1, 7)


@pytest.fixture(scope="module")
def real(real_data, tmp_path_factory):
    """The first thesis, what it is measured by, the real universe, and a tenth of it with its scan."""
    pytest.importorskip("pyarrow", reason="needs the extra 'universe'")
    path = real_data / "universe" / "us_adjclose_2015on.parquet"
    if not path.is_file():
        pytest.skip(f"no real universe at {path}")
    reference = read_reference(Workspace(tmp_path_factory.mktemp("workspace")))
    thesis = load(shipped("theses") / "ai-commoditization.md", reference).thesis
    settings = make_settings(as_of_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC), model=EventModel())
    whole = read(thesis, reference.exchanges, settings, path)
    wanted = {*thesis.tickers, *thesis.benchmark}
    kept = [j for j, ticker in enumerate(whole.tickers) if j % 10 == 0 or ticker in wanted]
    part = dataclasses.replace(
        whole,
        tickers=tuple(whole.tickers[j] for j in kept),
        level=whole.level[:, kept],
        closes_early=whole.closes_early[kept],
    )
    return thesis, reference, settings, whole, part, scan(thesis, reference.events, part, settings)


@pytest.mark.real
def test_the_real_universe_is_read_whole_and_known_to_hold_survivors_only(real):
    _, _, _, whole, part, found = real

    n_prices = int(np.isfinite(whole.level).sum())
    assert whole.n_rows == n_prices + sum(each.n_rows for each in whole.left_out)
    assert len(whole.tickers) + len(whole.unpriced) > 12_000
    assert "survivorship_biased" in found.flags
    for window in found.windows:
        assert window.n_event_days >= 5
        assert window.n_names > 0.5 * len(part.tickers)


@pytest.mark.real
def test_members_have_the_figures_of_the_ordinary_study_on_the_same_prices(real):
    thesis, reference, settings, _, part, found = real
    selection = select(reference.events, thesis.events, settings.as_of_at.date())
    market = lay_out(thesis, panel_of(part, (*thesis.benchmark, *thesis.tickers)))
    mics = dict.fromkeys(part.tickers, part.mic)
    ordinary = study(study_frame(Priced(market, selection, lambda _: None, mics), "released"))

    # A member with a first day of its own has no prices before it in the study.
    whole_life = {member.ticker for leg in thesis.legs for member in leg.members if member.from_on is None}
    compared = 0
    for name in found.names:
        if name.ticker not in whole_life or name.outcome is not NameOutcome.USED:
            continue
        cars = {
            each.studied.row: each.car
            for each in ordinary.name_events
            if each.ticker == name.ticker and each.window == name.window and each.outcome is Outcome.USED
        }
        rows = np.array(sorted(cars))
        values = np.array([cars[row] for row in rows])
        test = event_test(values, name.placebo_mean, overlap_factor(rows, name.window))
        assert name.n_event_days == len(rows)
        assert name.caar == pytest.approx(values.mean(), rel=1e-9, abs=1e-12)
        assert name.t_event == pytest.approx(test.t, rel=1e-9)
        compared += 1
    assert compared > 60
