"""Thousands of plots come in while people read at two servers and two rebuild."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.crash.criterion import require_rows
from tests.crash.orders import single_orders
from tests.crash.processes import GUATU, finished
from tests.crash.serving import Server, serving
from tests.integration.building import record_many
from web.district.opening import open_district

PLOTS = 3_000
ROUNDS = 12
QUESTIONS = ("/api/v1/plots/summary", "/api/v1/projects", "/api/v1/plots?as_known=3")


def read_on(server: Server) -> set[int]:
    """Ask again and again; return the statuses."""
    return {
        server.ask(question).status for _ in range(ROUNDS) for question in QUESTIONS
    }


def record_on(server: Server) -> set[int]:
    return {server.send(single_orders(7, [n])).status for n in range(ROUNDS)}


def test_nobody_is_refused_while_thousands_of_plots_come_in(begun: Path) -> None:
    rebuild = (*GUATU, "--home", str(begun), "rebuild")
    with serving(begun) as one, serving(begun) as other, ThreadPoolExecutor(8) as pool:
        reading = [pool.submit(read_on, each) for each in (one, other, one, other)]
        recording = pool.submit(record_on, other)
        district = open_district(begun)
        record_many(district.app, 1, PLOTS)
        district.close()
        rebuilding = [pool.submit(finished, *rebuild) for _ in range(2)]

        statuses = set[int]().union(*(each.result() for each in reading))
        ended = [each.result() for each in rebuilding]

    assert statuses == recording.result() == {200}
    assert [(each.returncode, "Traceback" in each.stderr) for each in ended] == [
        (0, False)
    ] * 2
    require_rows(begun)
