"""Desks: threads that do work, and those who wait for one, so many and so long."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextvars import copy_context
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")
Job = Callable[[], None]


class BusyError(Exception):
    """Too many wait, or this one has waited too long."""


TURN_S = 0.2
"""Hardly a page takes longer; what does lets others go on beside it."""


class Desks:
    """Some threads; work is done in the order in which it came.

    Python computes in one thread at a time: of six that begin together each is done
    when all are. So few have their turn at once, and who takes long gives it up, but
    goes on.

    The threads end with the process: whoever stops the server has waited for the work
    for as long as was right.
    """

    def __init__(
        self, *, threads: int, waiting: int, wait_s: float, turns: int | None = None
    ) -> None:
        """Start the threads.

        Args:
            threads: How many there are.
            waiting: How many may wait for one.
            wait_s: And how long.
            turns: How many begin at once; left out, as many as there are threads.
        """
        self._free = asyncio.Semaphore(threads)
        self._turns = asyncio.Semaphore(turns or threads)
        self._most_waiting, self._wait_s = waiting, wait_s
        self._waiting = 0
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        for _ in range(threads):
            threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while True:
            self._jobs.get()()

    async def do(self, work: Callable[[], T]) -> T:
        """Do some work at a desk.

        Raises:
            BusyError: There is none, and will not be soon.
        """
        await self._seat()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        done.add_done_callback(lambda _: self._free.release())
        turn = _Turn(self._turns)
        loop.call_later(TURN_S, turn.end)
        done.add_done_callback(turn.end)
        context = copy_context()
        self._jobs.put(lambda: context.run(_run_and_report, loop, done, work))
        return await asyncio.shield(done)

    async def _seat(self) -> None:
        if self._waiting >= self._most_waiting:
            raise BusyError
        self._waiting += 1
        try:
            async with asyncio.timeout(self._wait_s):
                await self._turns.acquire()
                await self._free_thread()
        except TimeoutError as error:
            raise BusyError from error
        finally:
            self._waiting -= 1

    async def _free_thread(self) -> None:
        try:
            await self._free.acquire()
        except BaseException:
            self._turns.release()
            raise


class _Turn:
    """One of a few; the next one begins when it ends first."""

    def __init__(self, turns: asyncio.Semaphore) -> None:
        self._turns, self._is_over = turns, False

    def end(self, _: object = None) -> None:
        """Let the next one begin, once."""
        if not self._is_over:
            self._is_over = True
            self._turns.release()


def _run_and_report(
    loop: asyncio.AbstractEventLoop, done: asyncio.Future[T], work: Callable[[], T]
) -> None:
    """Do it, and tell the loop what came of it; whoever waits is given the fault."""
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001  (it is raised where the work is awaited)
        _tell(loop, done.set_exception, error)
    else:
        _tell(loop, done.set_result, result)


def _tell(loop: asyncio.AbstractEventLoop, tell: Callable[[T], None], what: T) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(tell, what)
