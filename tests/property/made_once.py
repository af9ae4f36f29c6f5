"""Two servers of one home, one that keeps what it made and one that keeps nothing."""

from __future__ import annotations

import gzip
import math
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from flask.testing import FlaskClient
from pyproj import Transformer

from domain.errors import JournalCutError, Refusal
from domain.kernel.facts import WorldFact
from domain.kernel.instants import Instant
from domain.things.land.layers import LayerKind
from domain.things.land.plots import PlotAssigned, PlotsMerged, PlotSplit
from domain.things.registration import thing_of
from tests.integration.building import EAST, NORTH
from tests.property.journals import told
from tests.property.live import PROJECTS, Ticking, body_of, openings, plots_of
from tests.property.random_steps import (
    EFFECTIVES,
    ENDS,
    KINDS,
    NAMES,
    Step,
)
from web.app import create_app
from web.district.founding import found_district
from web.district.opening import District, open_district
from web.frame.asked import EXTENSION
from web.recording.layers import LayerFile, import_layer

DAY_US = 86_400_000_000
NONCE = re.compile(rb'nonce="[^"]*"')
EVENTS = ("record",) * 8 + ("rename", "invest", "layer", "tomorrow", "stop", "wait")
AS_OF = ("", "", "1970-01-01T00:00:00.002500Z", "1970-01-01")
PAGES = (
    *("/", "/legend", "/plots", "/projects", "/history", "/conflicts"),
    *("/plots?stage=cleared&sort=-amount", "/plots?project=P1", "/projects?q=P"),
    *("/history?kind=plot", "/history?thing=甲&late=1", "/plots?page=2&q=甲"),
    *("/map/sites", "/map/curve", "/map/filters", "/map/durations", "/layers.json"),
    *("/search?q=甲", "/search?q=P", "/tiles/0/0/0.mvt", "/tiles/history/0/0/0.mvt"),
    *("/tiles/history/0/0/0.mvt?stage=cleared", "/api/v1/plots/summary"),
    *("/tiles/history/16/{x}/{y}.mvt", "/tiles/history/16/{x}/{west}.mvt"),
    *("/tiles/16/{x}/{y}.mvt", "/tiles/history/16/{x}/{y}.mvt?project=P1"),
    *(f"/plots/{name}" for name in NAMES),
    *(f"/api/v1/plots/{name}/history" for name in NAMES[:2]),
    *(f"/projects/{name}" for name in PROJECTS),
    *("/plots/number/{position}", "/plots/number/{position}?fragment"),
    *(
        "/history/{position}",
        "/history/{head}",
        "/plots/nowhere",
        "/layers/a/0/0/0.mvt",
    ),
)


SHAPES = tuple(
    f"POLYGON (({x} {NORTH}, {x + w} {NORTH}, {x + w} {NORTH + 10}, {x} {NORTH + 10}, "
    f"{x} {NORTH}))"
    for x, w in (
        (EAST, 10),
        (EAST + 10, 10),
        (EAST, 20),
        (EAST + 700, 9),
        (EAST - 900, 9),
    )
)
MEMBERS_DRAWN: dict[str, list[Any]] = {
    "effective": list(EFFECTIVES),
    "until": [None, *ENDS],
    "zone": ["北区", "南区", None],
    "paper_area_m2": ["12.5", "30", None],
    "boundary": list(SHAPES),
    "stage": ["surveyed", "vacated", "cleared"],
    "amount": [1, 250, -40],
    "purpose": ["看护费"],
    "project": ["P1", "P2", None],
    "freeze": ["公告一", None],
}
ZOOM = 16
TO_DEG = Transformer.from_crs("EPSG:4547", "EPSG:4326", always_xy=True)
LON_DEG, LAT_DEG = TO_DEG.transform(EAST + 5, NORTH + 5)
X = int((LON_DEG + 180) / 360 * 2**ZOOM)
Y = int((1 - math.asinh(math.tan(math.radians(LAT_DEG))) / math.pi) / 2 * 2**ZOOM)


FILTERED = ("", "?project=P1", "?stage=cleared", "?town=none")

FOLLOWED = (
    *("/projects", *(f"/projects/{name}" for name in PROJECTS), "/plots", "/legend"),
    *(f"/plots/{name}" for name in NAMES),
    *("/conflicts", "/tiles/history/0/0/0.mvt", f"/tiles/{ZOOM}/{X}/{Y}.mvt"),
    *(f"/tiles/history/{ZOOM}/{X}/{Y}.mvt{each}" for each in FILTERED),
    *(f"/tiles/history/{ZOOM}/{X + each}/{Y}.mvt" for each in (-2, -1, 1, 2)),
)
"""Asked again after each move: as they are now, they were most likely made before."""
DRAWN_KINDS: tuple[type[WorldFact], ...] = (
    *KINDS,
    PlotAssigned,
    PlotAssigned,
    PlotSplit,
    PlotSplit,
    PlotsMerged,
)


Answer = tuple[int, str | None, bytes]
"""Status, tag and body."""


class Stop:
    """A guard that forbids recording where a test wants that."""

    is_on = False

    def __call__(self) -> None:
        """Refuse while it is on."""
        if self.is_on:
            raise JournalCutError(written=9, found=7)


class Both:
    """Both servers, and a third process's hands on the same home."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.clock, self.stop = Ticking(), Stop()
        self.home, self._chance = folder / "home", random.Random(seed)  # noqa: S311  (tests repeat)
        found_district(
            self.home, name="性质", crs="EPSG:4547", currency="CNY", clock=self.clock
        )
        self.apps = [
            create_app(self.home, self.clock, most_bytes=most)
            for most in (20_000_000, 0)
        ]
        self.elsewhere = open_district(self.home, self.clock)
        for each in self.districts:
            each.app.journal.guards = (self.stop,)
        self._begin()

    @property
    def districts(self) -> Sequence[District]:
        """Both that are served."""
        return [app.extensions[EXTENSION].district for app in self.apps]

    def _begin(self) -> None:
        for name in PROJECTS:
            body = {"record": "ProjectRegistered", "project": name, "name": name}
            self._send({**body, "effective": "1970-01-01T00:00:00Z"})
        for each, shape in zip(openings, SHAPES, strict=False):
            self._step(each._replace(members={**each.members, "boundary": shape}))

    def moved(self) -> None:
        """Let something happen, somewhere."""
        event = self._chance.choice(EVENTS)
        if event == "tomorrow":
            self.clock.instant = Instant(self.clock.instant + DAY_US)
        elif event == "wait":
            self.clock.instant = Instant(self.clock.instant + 61_000_000)
        elif event == "stop":
            self.stop.is_on = not self.stop.is_on
        elif event == "layer":
            self.layer()
        elif event == "record":
            self._step(self._drawn())
        else:
            self._project(event)

    def _drawn(self) -> Step:
        chance = self._chance
        return Step(
            verb=chance.choice(["record", "record", "record", "correct", "withdraw"]),
            kind=chance.choice(DRAWN_KINDS),
            plots=chance.sample(range(len(NAMES)), len(NAMES)),
            is_apt=chance.random() < 0.9,
            members=self._members(),
            back=chance.randrange(6),
            opens_group=chance.random() < 0.7,
        )

    def _members(self) -> dict[str, object]:
        shape = MEMBERS_DRAWN["boundary"]
        drawn = {
            name: self._chance.choice(each) for name, each in MEMBERS_DRAWN.items()
        }
        value = {"stage": "cleared", "zone": "北区"}
        values = [{**value, "boundary": each} for each in shape[:2]]
        return {**drawn, "values": values}

    def _step(self, step: Step) -> None:
        self.clock.instant = Instant(self.clock.instant + 700 * step.opens_group)
        stream, fact = told(step, plots_of(self.elsewhere.app))
        self._send(body_of(fact, thing_of(stream)[1]))

    def _project(self, event: str) -> None:
        self.clock.instant = Instant(self.clock.instant + 700)
        body: dict[str, object] = {"project": self._chance.choice(PROJECTS)}
        if event == "rename":
            name = f"新名{self._chance.randrange(9)}"
            at = self.elsewhere.app.journal.lines_of([f"project:{body['project']}"])
            body = {"correct": at[0].position, "reason": "录错", "name": name}
        else:
            body |= {"record": "InvestmentRecorded", "amount": "10.00"}
            body["effective"] = "1970-01-01T00:00:00.001000Z"
        self._send(body)

    def layer(self) -> None:
        """Import the towns anew, as drawn."""
        file = self.home / "layer.geojson"
        east = EAST + self._chance.randrange(3)
        far, north, top = EAST + 9, NORTH, NORTH + 9
        ring = [[east, north], [far, north], [far, top], [east, top], [east, north]]
        file.write_bytes(
            msgspec.json.encode(
                {
                    "type": "FeatureCollection",
                    "crs": {"type": "name", "properties": {"name": "EPSG:4547"}},
                    "features": [
                        {
                            "type": "Feature",
                            "properties": {"name": f"镇{east}"},
                            "geometry": {"type": "Polygon", "coordinates": [ring]},
                        }
                    ],
                }
            )
        )
        self.clock.instant = Instant(self.clock.instant + 700)
        layer = LayerFile(path=file, name="a", kind=LayerKind.TOWN, label_column="name")
        import_layer(self.elsewhere, layer, actor="law")

    def _send(self, body: dict[str, object]) -> None:
        """Record through any of three open homes, as three processes would."""
        through = self._chance.choice([self.elsewhere, *self.districts])
        head = through.app.journal.head().position
        try:
            through.app.execute({"command_id": f"c{head}", **body}, actor="law")
        except (Refusal, JournalCutError):
            return

    def addresses(self, count: int) -> list[str]:
        """Draw addresses, with dates and languages of all kinds."""
        return [self._address() for _ in range(count)]

    def _address(self) -> str:
        head = self.elsewhere.app.journal.head().position
        position = self._chance.randint(1, head)
        path = self._chance.choice(PAGES).format(
            head=head, position=position, x=X, y=Y, west=Y + 1
        )
        group = self.elsewhere.app.journal.group(position).last
        known = self._chance.choice(["", "", "", str(group), "1970-01-01", "0"])
        asked = {
            "as_of": self._chance.choice(AS_OF),
            "as_known": known,
            "lang": self._chance.choice(["", "", "en", "zh"]),
        }
        query = "&".join(f"{name}={text}" for name, text in asked.items() if text)
        return f"{path}{'&' if '?' in path else '?'}{query}" if query else path

    def answers(self, address: str) -> list[Answer]:
        """Ask both servers, each with what it would say to a browser."""
        return [_asked(app.test_client(), address) for app in self.apps]

    def opened(self, home: Path) -> District:
        """Open a home under the clock of both, as the command line does."""
        return open_district(home, self.clock)

    def close(self) -> None:
        """Close all three."""
        for each in (self.elsewhere, *self.districts):
            each.close()


def _asked(client: FlaskClient, address: str) -> Answer:
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    body = response.data
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    tag = response.headers.get("ETag")
    return response.status_code, tag, NONCE.sub(b"nonce", body)
