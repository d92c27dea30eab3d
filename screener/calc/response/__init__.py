"""What prices did around a session beyond what a return model expects: names, and baskets as one asset."""
