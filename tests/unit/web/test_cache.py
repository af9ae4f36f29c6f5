"""One budget for everything that is kept, and one maker for each key."""

from __future__ import annotations

import threading

import pytest

from web.memory.cache import ENTRY_BYTES, Cache, MemoryBudget


def kept(budget: MemoryBudget, shelf: str = "texts") -> Cache[str, str]:
    return Cache(budget, shelf, len)


def test_what_is_kept_is_made_once() -> None:
    made: list[str] = []
    texts = kept(MemoryBudget())

    def make() -> str:
        made.append("a")
        return "text"

    assert [texts.get("a", make) for _ in range(3)] == ["text"] * 3
    assert made == ["a"]


def test_what_no_longer_holds_is_made_again() -> None:
    texts = kept(MemoryBudget())
    texts.put("a", "old")

    found = texts.get("a", lambda: "new", holds=lambda text: text != "old")

    assert (found, texts.find("a")) == ("new", "new")


def test_all_kinds_together_stay_within_one_budget() -> None:
    budget = MemoryBudget(10 * (ENTRY_BYTES + 100))
    shelves = [kept(budget, name) for name in ("one", "other")]

    for number in range(50):
        shelves[number % 2].put(str(number), "x" * 100)

    assert budget.nbytes <= 10 * (ENTRY_BYTES + 100)
    names = [name for shelf in shelves for name, _ in shelf.all()]
    assert sorted(names, key=int) == [str(number) for number in range(40, 50)]


def test_what_was_asked_for_lately_outlives_what_was_not() -> None:
    texts = kept(MemoryBudget(2 * (ENTRY_BYTES + 1)))
    texts.put("a", "1")
    texts.put("b", "2")
    texts.find("a")

    texts.put("c", "3")

    assert texts.find("a") == "1"
    assert texts.find("b") is None


def test_what_is_larger_than_the_budget_is_answered_and_not_kept() -> None:
    texts = kept(MemoryBudget(0))

    assert texts.get("a", lambda: "long") == "long"
    assert texts.find("a") is None


def test_a_wider_budget_keeps_what_is_there() -> None:
    budget = MemoryBudget(ENTRY_BYTES + 1)
    texts = kept(budget)
    texts.put("a", "1")

    budget.widen(2 * (ENTRY_BYTES + 1))
    texts.put("b", "2")

    assert [texts.find(name) for name in "ab"] == ["1", "2"]


def test_one_thread_makes_a_thing_and_another_thing_waits_for_nobody() -> None:
    texts, begun, go_on = kept(MemoryBudget()), threading.Event(), threading.Event()
    made: list[str] = []

    def slowly() -> str:
        made.append("slow")
        begun.set()
        assert go_on.wait(30)
        return "slow"

    threads = [
        threading.Thread(target=lambda: texts.get("slow", slowly)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    assert begun.wait(30)

    assert texts.get("quick", lambda: "quick") == "quick"

    go_on.set()
    for thread in threads:
        thread.join(30)
    assert made == ["slow"]


def test_who_waits_for_one_that_fails_tries_itself() -> None:
    texts = kept(MemoryBudget())

    def failing() -> str:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  (any will do)
        texts.get("a", failing)

    assert texts.get("a", lambda: "made") == "made"
