"""How tables are filled: caught up with the journal, or rebuilt from it."""
