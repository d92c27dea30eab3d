"""The weekly review as text: tables, a terminal page, the machine part of a note, JSON."""
