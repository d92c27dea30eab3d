"""Measures: a number for any day, by what was known on another, from dated facts, prices and statements."""
