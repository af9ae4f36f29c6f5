"""Memory: what was computed once and is kept, and what goes back to the system."""
