"""The tables of a journal on SQLite, as they are declared in every file for ever."""

CREATE_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS stored_events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        command INTEGER NOT NULL,
        leaf BLOB NOT NULL,
        UNIQUE (originator_id, originator_version)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS commands (
        last INTEGER PRIMARY KEY,
        first INTEGER NOT NULL,
        recorded INTEGER NOT NULL UNIQUE,
        actor TEXT NOT NULL,
        command_id TEXT NOT NULL UNIQUE,
        digest BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS journal_identity (
        journal_id TEXT NOT NULL,
        promised INTEGER NOT NULL
    )
    """,
)
