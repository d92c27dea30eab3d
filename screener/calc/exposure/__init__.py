"""How much a book holds at a close, of what, and how alike its parts move."""
