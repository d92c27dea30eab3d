"""Claims, statements and prices for the small thesis of a workspace."""

from collections.abc import Callable
from pathlib import Path

from csv_prices import write_prices

CLAIMS = """\
claims:
  - "GPT-5 in: token_price_in_usd(gpt-5) = 30"
  - "price gap today: token_price_gap_x(frontier, open) in 10..30"
  - "MMLU gap then: benchmark_gap_pp(MMLU, us_china) = 17.5 on 2023-12-31"
  - "chips keep their margin: gross_margin_pct(long_chips) > 40"
  - "? tools keep their price"
kill:
  - "breaker drawdown: spread_drawdown_pct >= 0"
  - "watch gap closes: token_price_gap_x(frontier, open) < 9"
  - "watch margin: gross_margin_change_pp(NVDA) < 0"
judged:
  - "tools keep their price: weak 2026-11-01"
"""
INCOME = """\
ticker,period_end_on,revenue,cost_of_revenue,gross_profit,operating_income,currency,known_on,source,provenance,note
NVDA,2025-07-31,100,,70,,USD,2025-08-27,a filing,seen,
NVDA,2026-07-31,150,,90,,USD,2026-08-26,a filing,seen,
AVGO,2026-07-31,50,10,,,USD,2026-09-10,a filing,seen,
CRM,2026-07-31,-5,,,,USD,2026-08-30,a filing,seen,
"""


def give_claims(workspace: Path, rewrite: Callable[[str, str], Path]) -> Path:
    """Give the small thesis claims, statements and prices; return its workspace."""
    rewrite("event_kinds:", f"{CLAIMS}event_kinds:")
    (workspace / "data").mkdir()
    (workspace / "data" / "income.csv").write_text(INCOME)
    write_prices(workspace, ["NVDA", "AVGO", "CRM", "ADBE", "SPY"])
    return workspace
