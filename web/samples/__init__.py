"""Invented districts, for demonstrations and for measuring."""
