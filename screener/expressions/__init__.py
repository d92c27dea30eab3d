"""The language of claims, kill criteria and filters: text in, comparisons with positions out.

::

    statement  = [breaker|watch|?] [name] ":" comparison {"and" comparison} ["for" N unit] ["on" DATE]
    comparison = measure ["(" argument {"," argument} ")"] operator number [unit]
               | measure [...] "in" number [unit] ".." number [unit]

    filter     = condition {"and" condition}
    condition  = column operator (number [unit] | date)
               | column "in" (number [unit] ".." number [unit] | date ".." date)
               | column ("=" | "!=") (word | "'" text "'")

Without a role and a name the colon falls away. A question (``?``) may be free text. Quotes may also be double.
"""

from screener.expressions.error import ExpressionError
from screener.expressions.filter_parser import parse_column_filter
from screener.expressions.head import SEVERITIES
from screener.expressions.parser import argument_spans, parse_statement

__all__ = ["SEVERITIES", "ExpressionError", "argument_spans", "parse_column_filter", "parse_statement"]
