"""The file of tables: opened, made ready, lent, reached, found damaged."""
