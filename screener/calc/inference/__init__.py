"""Whether what the event days show could be chance: tests across event days, placebo, corrections, verdict."""
