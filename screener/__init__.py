"""Turn an investment thesis, written as a Markdown note, into baskets that can be proven wrong."""

__version__ = "0.1.0"
