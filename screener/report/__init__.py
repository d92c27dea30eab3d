"""Tables and problems become text: CSV, TSV, JSON, Markdown and terminal, each a pure function.

Rows arrive with their units already in the columns' names. Only Markdown and terminal round.
"""
