"""Writes ``pictures/*.svg`` from a review on simulated prices: ``python docs/make_pictures.py``."""

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path

from screener.config import Workspace, cache_folder
from screener.dictionary.tables import REVIEW_TABLES
from screener.files import shipped
from screener.records.settings import Settings
from screener.reference import read_reference
from screener.report.page.pictures import contribution_pictures, course_pictures, criteria_chart_of, gap_pictures
from screener.report.review.review_tables import review_table
from screener.review.run import review_thesis
from screener.theses import load

FOLDER = Path(__file__).with_name("pictures")
THESIS_ID = "ai-commoditization"
AS_OF_AT = dt.datetime(2026, 11, 20, 23, 59, 59, tzinfo=dt.UTC)


def pictures() -> Mapping[str, str]:
    """Return each picture's text by its file's name."""
    with tempfile.TemporaryDirectory() as name:
        reference = read_reference(Workspace(Path(name)))
        thesis = load(shipped("theses") / f"{THESIS_ID}.md", reference).thesis
        if thesis is None:
            raise SystemExit(f"the shipped thesis {THESIS_ID} has errors")
        settings = Settings("simulated", AS_OF_AT, AS_OF_AT, cache_folder())
        review = review_thesis(thesis, reference, settings, Path(name)).review
    tables = {each: review_table(review, each) for each in REVIEW_TABLES}
    week, opening = contribution_pictures(review, tables)
    spread, legs, *paths = course_pictures(review)
    charts = {
        "contribution": opening.chart,
        "criteria": criteria_chart_of(review),
        "gap": gap_pictures(review)[0].chart,
        "legs": legs.chart,
        "response": paths[-1].chart,
        "spread": spread.chart,
        "week": week.chart,
    }
    return {f"{name}.svg": f"{chart.svg}\n" for name, chart in charts.items()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, text in pictures().items():
        (FOLDER / file).write_text(text, encoding="utf-8")
