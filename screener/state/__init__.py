"""What a workspace remembers between runs."""
