"""The journal's file on SQLite: connections, reading, appending, schema."""
