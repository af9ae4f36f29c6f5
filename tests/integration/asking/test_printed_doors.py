"""One value is told alike by every door, whatever its type: a value, none, absent."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient

from tests.integration.building import (
    Body,
    Told,
    answered,
    guatu,
    record,
    registered,
    staged,
)
from web.app import create_app
from web.district.founding import found_district
from web.frame.asked import EXTENSION

BEGUN, BEFORE = "2024-01-01", "1999-01-01"
"""Days on which the things are in the books, and are not."""
VALUES = [
    ("plot:A-1", "exists", "true", "yes"),
    ("plot:A-1", "stage", "vacated", "Vacated"),
    ("plot:A-1", "zone", "“none”", "none"),
    ("plot:A-1", "land_use", "“absent”", "absent"),
    ("plot:A-1", "paper_area_m2", "1234567.5", "1,234,567.5"),
    ("plot:A-1", "project", "P-1", "P-1"),
    ("plot:A-1", "freeze", "查封", "查封"),
    ("plot:A-2", "exists", "true", "yes"),
    ("plot:A-2", "stage", "none", "Registered"),
    ("plot:A-2", "zone", "none", "—"),
    ("plot:A-2", "land_use", "none", "—"),
    ("plot:A-2", "paper_area_m2", "none", "—"),
    ("plot:A-2", "project", "none", "—"),
    ("plot:A-2", "freeze", "none", "—"),
    ("project:P-1", "name", "true", "true"),
    ("project:P-1", "permit:用地", "“none”", "none"),
    ("project:P-1", "validity:用地", "7", "7"),
]
"""Thing, attribute, what programs are told of it, and what people are shown."""
ABSENT = [(thing, name, "absent", "Not in the books") for thing, name, *_ in VALUES]
EACH = [(case, BEGUN) for case in VALUES] + [(case, BEFORE) for case in ABSENT]
ON_NO_SHEET = {"exists"}
IN_LISTS = {"stage", "zone", "land_use", "project", "paper_area_m2", "name"}
LISTED = [case for case in VALUES if case[1] in IN_LISTS]


@dataclass(frozen=True)
class Served:
    """A district with the things, and the positions before and after them."""

    home: Path
    client: FlaskClient
    known: tuple[int, int]

    def text(self, address: str, **given: object) -> str:
        """Ask an address, and return what it answers."""
        answer = self.client.get(address, query_string=given)
        assert answer.status_code == 200, answer.text
        return answer.text

    def json(self, address: str, **given: object) -> Told:
        """Ask an address for JSON."""
        told: Told = msgspec.json.decode(self.text(address, **given))
        return told


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("doors") / "district"
    found_district(home, name="测试区", crs="EPSG:4547", currency="CNY")
    flask = create_app(home)
    district = flask.extensions[EXTENSION].district
    before = district.app.journal.head().position
    after = [record(district.app, body) for body in told_of()][-1]
    yield Served(home, flask.test_client(), (before, after))
    district.close()


def told_of() -> list[Body]:
    on, plot = {"effective": "2020-01-01"}, {"plot": "A-1"}
    project = {"project": "P-1", "permit": "用地", **on}
    like_blanks = {"zone": "none", "land_use": "absent"}
    return [
        {"record": "ProjectRegistered", "name": "true", "project": "P-1", **on},
        {"record": "PermitIssued", "number": "none", **project},
        {"record": "PermitValidityRecorded", "number": "7", **project, "until": None},
        registered("A-1", paper_area_m2="1234567.50", **like_blanks),
        registered("A-2"),
        staged("A-1", "vacated", "2021-01-01"),
        {"record": "PlotAssigned", "project": "P-1", **plot, **on},
        {"record": "PlotFrozen", "freeze": "查封", **plot, **on, "until": None},
    ]


@pytest.mark.parametrize(("case", "as_of"), EACH)
def test_every_door_tells_a_value_alike(
    served: Served, case: tuple[str, str, str, str], as_of: str
) -> None:
    thing, name, told, shown = case
    kind, _, number = thing.partition(":")
    about = {"thing": thing, "attribute": name, "as_of": as_of}
    differ = {"attribute": name, "as_of": as_of, "known": served.known}
    typed = ("ask", "state", thing, name, "--as-of", as_of)
    history = ("history", kind, number)
    difference = served.json(f"/api/v1/{kind}s/diff", **differ)

    doors = {
        "API": served.json("/api/v1/ask/state", **about)["answer"],
        "CSV": the_cell(served.text("/api/v1/ask/state", **about, format="csv")),
        "typed": answered(served.home, *typed)["answer"],
        "typed, CSV": the_cell(guatu(served.home, *typed, "--format", "csv").stdout),
        "history": told_on(
            served.json(f"/api/v1/{kind}s/{number}/history"), name, as_of
        ),
        "typed history": told_on(answered(served.home, *history), name, as_of),
        "difference": told_after(difference, kind, number),
    }
    sheet = served.text(f"/{kind}s/{number}", as_of=as_of, lang="en")

    assert doors == dict.fromkeys(doors, told)
    assert name in ON_NO_SHEET or shown in shown_of(sheet, name)


@pytest.mark.parametrize(("thing", "name", "told", "shown"), LISTED)
def test_a_list_has_the_value_or_an_empty_cell(
    served: Served, thing: str, name: str, told: str, shown: str
) -> None:
    kind, _, number = thing.partition(":")
    lists, asked = f"{kind}s", {"as_of": BEGUN, "lang": "en"}
    typed = answered(served.home, "state", lists, "--as-of", BEGUN)
    cells = served.text(f"/api/v1/{lists}", **asked, format="csv")
    tables = [
        served.json(f"/api/v1/{lists}", **asked)[lists],
        typed[lists],
        csv.DictReader(io.StringIO(cells, newline="")),
    ]
    page = served.text(f"/{lists}", **asked)

    found = [row[name] for rows in tables for row in rows if row[kind] == number]

    value = None if told == "none" else told.strip("“”")
    assert found == [value, value, value or ""]
    assert shown in shown_of(page, "")


def the_cell(text: str) -> str:
    """Return the only cell of an answer of one row."""
    _, [cell] = csv.reader(io.StringIO(text, newline=""))
    return cell


def told_on(history: Told, name: str, as_of: str) -> str:
    """Return what a history says of a day: outside all periods nothing holds."""
    for name_asked in (name, "exists"):
        for period in history["attributes"].get(name_asked, []):
            if period["from"] <= as_of < (period["to"] or "9"):
                return str(period["value"]) if name_asked == name else "none"
    return "absent"


def told_after(differences: Told, kind: str, number: str) -> str:
    """Return what a thing was told to be afterwards: absent as before, if not told."""
    found = [each for each in differences["differences"] if each[kind] == number]
    assert [each["before"] for each in found] == ["absent"] * len(found)
    return str(found[0]["after"]) if found else "absent"


LABELS: Mapping[str, str] = {
    "stage": "Stage",
    "zone": "Zone",
    "land_use": "Land use",
    "paper_area_m2": "Area on paper (m²)",
    "project": "Project",
    "freeze": "Freeze",
}


def shown_of(sheet: str, name: str) -> list[str]:
    """Return the texts of a sheet that stand for an attribute, without markup."""
    pattern = r"<(?:dd|td|h1|span)[^>]*>(.*?)</(?:dd|td|h1|span)>"
    if name in LABELS:
        label = re.escape(LABELS[name])
        pattern = rf"<dt>{label}</dt>\s*<dd>(.*?)</dd>"
    found = re.findall(pattern, sheet, re.DOTALL)
    plain = [re.sub(r"<[^>]+>", "\n", each).strip() for each in found]
    return [line.strip() for each in plain for line in each.split("\n")]
