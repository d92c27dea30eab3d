"""The classical event-study tests over pairs of a unit and an event day; most take the pairs to be independent."""
