"""The map page, and what it asks for."""
