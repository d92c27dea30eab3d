"""Rows of a table: which to keep, in which order, and how many."""

from screener.filters.keep import AbsentWord, Filtered, apply
from screener.filters.limit import limit_table
from screener.filters.option_error import OptionTextError
from screener.filters.order import sort_table
from screener.filters.read import Filter, joined, note_filter, parse_filter, read_filter

__all__ = [
    "AbsentWord",
    "Filter",
    "Filtered",
    "OptionTextError",
    "apply",
    "joined",
    "limit_table",
    "note_filter",
    "parse_filter",
    "read_filter",
    "sort_table",
]
