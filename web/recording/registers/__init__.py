"""Registers as people have them: files, their mappings, and the editions read."""
