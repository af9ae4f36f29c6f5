"""Deciding commands: what is read, what the rules allow, what is appended."""
