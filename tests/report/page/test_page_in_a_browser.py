"""The page opened from disk in headless Chromium: on a desk and on a phone, light, dark and on paper."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hostile_text import HOSTILE, hostile
from made_reviews import filled_tables, make_review, make_tables

from screener.report.page.page import page_html

pytestmark = pytest.mark.desktop

LONG_NAME = make_review(title="An unbrokenly" + "long" * 60, sources=("https://example.org/" + "a" * 300,))
PAGES = {
    "full": (make_review(), filled_tables()),
    "hostile": (hostile(make_review(price_source="simulated")), make_tables(sizing=[{"ticker": HOSTILE * 3}])),
    "long_name": (LONG_NAME, filled_tables()),
}


@pytest.fixture(scope="module", params=PAGES)
def seen(request: pytest.FixtureRequest, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what a browser says of a page."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    node, driver = shutil.which("node"), checkout / "tests" / "desktop"
    if chromium is None or node is None:
        pytest.skip("no Chromium or no node: apt-get install chromium nodejs")
    if not (driver / "node_modules" / "axe-core").is_dir():
        pytest.skip("no axe-core: run npm ci in tests/desktop")
    folder = tmp_path_factory.mktemp("page")
    (folder / "review.html").write_text(page_html(*PAGES[request.param]), encoding="utf-8")
    asked = [node, driver / "look.mjs", chromium, folder / "review.html", folder / "profile"]
    said = subprocess.run(asked, capture_output=True, text=True, timeout=100, check=False)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def test_nothing_is_asked_for_but_the_page_itself_and_the_console_stays_empty(seen):
    assert [each["view"] for each in seen["seen"]] == ["desktop", "desktop", "phone", "phone"]
    assert [each["requests"] for each in seen["seen"]] == [[seen["address"]]] * 4
    assert [each["messages"] for each in seen["seen"]] == [[]] * 4


def test_nothing_overflows_even_with_everything_unfolded(seen):
    assert [each["widths"]["page"] - each["widths"]["window"] for each in seen["seen"]] == [0] * 4


def test_letters_in_drawings_can_be_read_on_a_phone_and_none_is_cut_off(seen):
    assert all(each["letters"] >= 9.0 for each in seen["seen"])
    assert [each["cut"] for each in seen["seen"]] == [[]] * 4


def test_light_and_dark_are_as_the_reader_asks(seen):
    assert [each["background"] for each in seen["seen"]] == ["rgb(255, 255, 255)", "rgb(15, 20, 25)"] * 2


def test_axe_finds_nothing_serious(seen):
    found = [each for view in seen["seen"] for each in view["violations"]]

    assert [each for each in found if each["impact"] in ("serious", "critical")] == []


def test_paper_has_no_background_and_everything_unfolded_also_where_the_screen_is_dark(seen):
    assert seen["print"]["background"] == "rgba(0, 0, 0, 0)"
    assert seen["print"]["ink"] == "rgb(27, 31, 36)"
    assert seen["print"]["tables"] > 0
    assert seen["print"]["folded"] == 0
