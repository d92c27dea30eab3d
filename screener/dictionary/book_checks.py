"""What happens to a member of the held basket besides being held, each with what its name says."""

BOOK_CHECKS: dict[str, str] = {
    "late_listing": "The book began before the name could be bought; its weight went to the other names until then",
    "member_from": "The note names the name from a later day on; its weight went to the other names until then",
    "member_to": "The note names the name to an earlier day; it was sold and its weight went to the other names",
    "halt": "The name was held on up to four sessions without a print: its last value stood and no order was filled",
    "delisted": "The fifth session without a print: the name is taken for dead and marked by the delisting policy",
    "resumed": "A name that was taken for dead prints again and can be bought at the next decision",
    "unfilled_order": "An order met no print and was not filled; the position stayed as it was until the next trade",
    "never_held": "The name was never bought; its weight went to the other names, or stayed cash for want of a print",
}
