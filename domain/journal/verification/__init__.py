"""Verifying a journal past the application: every line, every page, every mark."""
