"""Problem codes of price files and answers."""

PRICE_CODES: dict[str, str] = {
    "P101": "The price file is not UTF-8",
    "P102": "The price file is empty, or no row of it can be used",
    "P103": "The header lacks a column that is needed, or names one twice",
    "P104": "A line has another number of cells than the header, or a quote that is not closed; it is left out",
    "P105": "A date cannot be read; the line is left out",
    "P106": "A price cannot be read, is not above 0, or is infinite; the line is left out",
    "P107": "A date comes twice; the later line is left out",
    "P108": "Dates are out of order; they were put in order",
    "P109": "A line has no price at all; it is left out",
    "P110": "More lines of the file have problems than are listed",
    "P111": "The adjusted close is blank on some rows; those sessions are missing",
}
