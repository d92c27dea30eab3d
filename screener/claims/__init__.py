"""A thesis's claims and kill criteria against what was known on a day."""
