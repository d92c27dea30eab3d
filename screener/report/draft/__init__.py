"""A thesis note as text: properties that every YAML reader takes as they are meant, and a body with its sources."""
