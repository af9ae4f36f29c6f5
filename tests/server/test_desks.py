"""Those who record wait for no page, and few pages begin at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.server.running import PATIENCE_S, Start, asked, echo, served
from web.server import desks


class Pages:
    """An application whose pages are answered when they may be."""

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.begun = threading.Semaphore(0)
        self._changing, self._under_way, self.most = threading.Lock(), 0, 0

    def __call__(
        self, environ: dict[str, Any], start_response: Start
    ) -> Iterable[bytes]:
        """Answer a page in a while, and what is recorded at once."""
        if environ["REQUEST_METHOD"] == "GET":
            self._count(1)
            self.begun.release()
            self.may_end.wait(PATIENCE_S)
            self._count(-1)
        return echo(environ, start_response)

    def _count(self, change: int) -> None:
        with self._changing:
            self._under_way += change
            self.most = max(self.most, self._under_way)


def let_begin(pages: Pages, count: int) -> None:
    for _ in range(count):
        assert pages.begun.acquire(timeout=PATIENCE_S)


def asking(pool: ThreadPoolExecutor, port: int, count: int) -> list[Callable[[], int]]:
    return [pool.submit(asked, port).result for _ in range(count)]


def test_who_records_waits_for_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "TURN_S", 0.01)
    pages = Pages()
    with served(pages, threads=3) as port, ThreadPoolExecutor(9) as pool:
        answers = asking(pool, port, 9)
        let_begin(pages, 3)

        assert asked(port, "POST", b"{}") == 200

        pages.may_end.set()
        assert [answer() for answer in answers] == [200] * 9


def test_few_pages_begin_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "TURN_S", 1000.0)
    pages = Pages()
    with served(pages, threads=6, turns=2) as port, ThreadPoolExecutor(6) as pool:
        answers = asking(pool, port, 6)
        let_begin(pages, 2)

        assert not pages.begun.acquire(timeout=0.3)

        pages.may_end.set()
        assert [answer() for answer in answers] == [200] * 6
    assert pages.most == 2


def test_pages_that_take_long_let_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "TURN_S", 0.01)
    pages = Pages()
    with served(pages, threads=6, turns=2) as port, ThreadPoolExecutor(9) as pool:
        answers = asking(pool, port, 9)

        let_begin(pages, 6)

        assert not pages.begun.acquire(timeout=0.3)
        pages.may_end.set()
        assert [answer() for answer in answers] == [200] * 9
    assert pages.most == 6
