"""Notes in a person's folder: named, read and written so that nothing of theirs is ever lost or touched."""
