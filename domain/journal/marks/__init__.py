"""Marks outside a journal's file: how far it had come, and its leaves."""
