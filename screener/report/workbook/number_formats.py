"""How a sheet shows the numbers and dates of a column; the cells themselves hold what the CSV holds."""

from screener.dictionary.column import Column

DATE = "yyyy-mm-dd"
INSTANT = 'yyyy-mm-dd hh:mm:ss" UTC"'
# Some programs show a yes as 1.
TRUTH = '"TRUE";"TRUE";"FALSE"'
# The dictionary's digits are for a narrow terminal; a percentage has two in a sheet.
_PERCENT_DIGITS = 2


def number_format(column: Column) -> str:
    """Return the format of a column's cells; empty for words.

    Parameters
    ----------
    column : Column

    Returns
    -------
    str
        A percentage is its own number with a sign behind it, never a fraction. Signed columns show their plus; minus
        is a sign, not a colour.

    Examples
    --------
    >>> from screener.dictionary.columns import COLUMNS
    >>> number_format(COLUMNS["mde_pct"]), number_format(COLUMNS["session_on"])
    ('0.00"%"', 'yyyy-mm-dd')
    """
    if column.kind == "date":
        return INSTANT if column.unit == "UTC instant" else DATE
    if column.kind == "integer":
        return "#,##0"
    if column.kind == "boolean":
        return TRUTH
    if column.kind != "number":
        return ""
    if column.unit == "probability":
        return _probability(column.digits)
    return _signed(_plain(column), is_signed=column.is_signed)


def _plain(column: Column) -> str:
    if column.unit == "percent":
        return f'0.{"0" * _PERCENT_DIGITS}"%"'
    if column.unit.startswith("percentage points"):
        return f'0.{"0" * _PERCENT_DIGITS}" pp"'
    return f"#,##0.{'0' * column.digits}" if column.digits else "#,##0"


def _signed(shown: str, *, is_signed: bool) -> str:
    return f"+{shown};-{shown};{shown}" if is_signed else shown


def _probability(digits: int) -> str:
    """Show what would round to 0 as less than the last digit."""
    shown, least = f"0.{'0' * digits}", f"0.{'0' * (digits - 1)}1"
    return f'[=0]{shown};[<{least[:-1]}05]"<{least}";{shown}'
