"""From an ordinary note, or from answers to questions, to a thesis note; nothing is guessed in silence.

What a note says is read by :mod:`screener.prose`; here its words are looked up in the tables, and each item of the
draft keeps the line it came from. What cannot be looked up is listed, never dropped.
"""
