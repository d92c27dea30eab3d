"""The weekly review, wired: from a dossier and the last stored review to one record."""
