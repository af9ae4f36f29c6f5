"""The pool of the journal's connections: taken in turn, kept warm, closed for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from eventsourcing.persistence import (
    ConnectionNotFromPoolError,
    ConnectionPoolClosedError,
    ConnectionUnavailableError,
)
from eventsourcing.sqlite import SQLiteConnection

from domain.journal.sqlite.pool import MOST, MOST_IDLE, Pool


def opened() -> SQLiteConnection:
    return SQLiteConnection(sqlite3.connect(":memory:"), max_age=None)


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(opened)
    yield made
    made.close()


def test_what_came_back_last_is_taken_next(pool: Pool) -> None:
    first, second = pool.take(), pool.take()

    pool.release(second)
    pool.release(first)

    assert pool.take() is first
    assert pool.take() is second


def test_a_few_stay_open_and_the_rest_are_closed(pool: Pool) -> None:
    taken = [pool.take() for _ in range(MOST)]

    for each in taken:
        pool.release(each)

    assert [each.closed for each in taken] == [False] * MOST_IDLE + [True] * (
        MOST - MOST_IDLE
    )


def test_who_comes_when_all_are_taken_waits_until_one_comes_back(pool: Pool) -> None:
    taken = [pool.take() for _ in range(MOST)]

    with pytest.raises(ConnectionUnavailableError):
        pool.take(0)
    pool.release(taken[0])

    assert pool.take(0) is taken[0]


def test_one_writes_at_a_time_and_readers_go_on(pool: Pool) -> None:
    writer = pool.take_to_write()

    with pytest.raises(ConnectionUnavailableError):
        pool.take_to_write(0)
    reader = pool.take(0)
    pool.release(reader)
    pool.release(writer)

    assert pool.take_to_write(0) is writer


def test_a_writer_that_finds_no_connection_lets_the_next_one_write(pool: Pool) -> None:
    taken = [pool.take() for _ in range(MOST)]

    with pytest.raises(ConnectionUnavailableError):
        pool.take_to_write(0)
    pool.release(taken[0])

    assert pool.take_to_write(0) is taken[0]


def test_a_connection_that_cannot_be_opened_takes_no_place() -> None:
    attempts = iter([False] * MOST + [True] * MOST)

    def sometimes() -> SQLiteConnection:
        if next(attempts):
            return opened()
        raise sqlite3.OperationalError

    pool = Pool(sometimes)

    for _ in range(MOST):
        with pytest.raises(sqlite3.OperationalError):
            pool.take(0)
    taken = [pool.take(0) for _ in range(MOST)]
    pool.close()

    assert all(each.closed for each in taken)


def test_a_closed_pool_gives_nothing_and_has_closed_everything(pool: Pool) -> None:
    idle, taken = pool.take(), pool.take()
    pool.release(idle)

    pool.close()

    assert idle.closed
    assert taken.closed
    with pytest.raises(ConnectionPoolClosedError):
        pool.take()
    with pytest.raises(ConnectionPoolClosedError):
        pool.release(taken)


def test_what_is_opened_while_the_journal_is_closed_is_closed_again() -> None:
    made: list[SQLiteConnection] = []

    def overtaken() -> SQLiteConnection:
        made.append(opened())
        closing.close()
        return made[0]

    closing = Pool(overtaken)

    with pytest.raises(ConnectionPoolClosedError):
        closing.take()

    assert made[0].closed


def test_a_connection_of_elsewhere_is_not_taken_back(pool: Pool) -> None:
    foreign = opened()

    with pytest.raises(ConnectionNotFromPoolError):
        pool.release(foreign)

    foreign.close()
