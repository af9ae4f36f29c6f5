"""The map of all dates at once, and what of it is still good."""
