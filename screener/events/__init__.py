"""Events: the catalogue, what a thesis selects from it, and where each event lands on the sessions."""
