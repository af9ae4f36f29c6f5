"""Each file of rows has a number of its own: what was prepared from it names it."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection

LARGEST = 2**31 - 1


def draw_number(connection: Connection) -> None:
    """Give a file its number, unless it has one.

    A file that was made anew has another one, though it may count its generations from
    one again.

    Args:
        connection: Holds the write lock.
    """
    if not own_number(connection):
        drawn = 1 + secrets.randbelow(LARGEST)
        connection.exec_driver_sql(f"PRAGMA user_version={drawn}")


def own_number(connection: Connection) -> int:
    """Return the number of the file of rows; 0 before one is drawn."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
