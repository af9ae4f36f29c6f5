"""Redrawings over the API: geometry of every plot brought in, refusals by name."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from tests.integration.building import EAST, NORTH, Body, registered, square
from tests.integration.recording.commanding import answers, command, sent
from web.district.opening import District

POLYGON: Body = {
    "type": "Polygon",
    "coordinates": [
        [[114.0, 35.22], [114.001, 35.22], [114.001, 35.221], [114.0, 35.22]]
    ],
}
POINT: Body = {"type": "Point", "coordinates": [114.0, 35.22]}


def child(plot: str, **members: object) -> Body:
    return {"plot": plot, "stage": None, "boundary": POLYGON, **members}


def splitting(*children: object, **members: object) -> Body:
    body = {"record": "PlotSplit", "plot": "A-1", "effective": "2024-01-01"}
    return {**body, "children": list(children), **members}


@pytest.fixture
def books(district: District) -> District:
    """Hold plots A-1, A-2 and A-3: positions 2 to 4."""
    for n in (1, 2, 3):
        body = command(registered(f"A-{n}", point=f"POINT ({EAST} {NORTH})"), f"r{n}")
        district.app.execute(body, actor="test")
    return district


def last_fact(district: District) -> Any:  # noqa: ANN401  (of the class it should be)
    app = district.app
    return app.journal.line(app.journal.head().position).entry().fact


def test_the_boundary_of_every_child_is_brought_into_the_districts_crs(
    books: District, client: FlaskClient
) -> None:
    body = splitting(
        child("C"),
        child("D", boundary=square()),
        child("E", boundary=None, point=POINT),
    )

    response = sent(client, command(body))

    assert response.status_code == 200, response.data
    first, second, third = last_fact(books).children
    # EPSG:4547 puts 114° E at 500,000 m east; 35.22° N is 3,899 km up the meridian.
    assert first.boundary.startswith("POLYGON ((500000 38")
    assert second.boundary.startswith(f"POLYGON (({EAST} {NORTH}")
    assert third.point.startswith("POINT (500000 38")


def test_neighbours_and_merged_plots_are_brought_in_too(
    books: District, client: FlaskClient
) -> None:
    adjusted: Body = {
        "record": "BoundariesAdjusted",
        "plot": "A-1",
        "effective": "2024-01-01",
        "boundary": POLYGON,
        "neighbours": [{"plot": "A-2", "boundary": POLYGON}],
    }
    merged: Body = {
        "record": "PlotsMerged",
        "plot": "M",
        "effective": "2024-02-01",
        "parents": ["A-1", "A-2"],
        "stage": "cleared",
        "boundary": POLYGON,
    }

    one = sent(client, command(adjusted, "c-1"))
    moved = last_fact(books)
    other = sent(client, command(merged, "c-2"))

    assert (one.status_code, other.status_code) == (200, 200)
    assert moved.boundary == moved.neighbours[0].boundary == last_fact(books).boundary
    assert moved.boundary.startswith("POLYGON ((500000 38")


def test_a_redrawing_is_corrected_with_geometry_as_well(
    books: District, client: FlaskClient
) -> None:
    recorded = answers(sent(client, command(splitting(child("C"), child("D")))))[0]
    children = [child("D", stage="cleared"), child("C", boundary=None, point=POINT)]
    correction = {"correct": recorded["position"], "reason": "错", "children": children}

    response = sent(client, command(correction, "c-2"))

    assert response.status_code == 200, response.data
    changes = last_fact(books).changes["children"]
    assert changes[0]["boundary"].startswith("POLYGON ((500000 38")
    assert changes[1]["point"].startswith("POINT (500000 38")


@pytest.mark.parametrize(
    ("children", "named"),
    [
        ([child("C"), child("D", boundary=5)], "children[D].boundary"),
        ([child("C"), child("D", boundary=POINT)], "children[D].boundary"),
        ([child("C", point=POLYGON), child("D")], "children[C].point"),
        (
            [child("C", boundary={"type": "Polygon"}), child("D")],
            "children[C].boundary",
        ),
        ([child("C"), {"boundary": "POINT (1 2)"}], "children[#2].boundary"),
        ([child("C"), child("D", boundary=square(side=0))], "children[D].boundary"),
        ([child("C"), {"plot": "D", "boundary": POLYGON}], "children[D]"),
        ([child("C"), child("D", stage="x")], "children[D].stage"),
        ([child("C"), child("D", recorded="2020-01-01")], "children[D]"),
        ([child("C"), child("D", boundary=None)], "“D”"),
        ([child("C"), "D"], "children[#2]"),
        ([child("C")], "children"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_child_that_cannot_be_is_422_by_name_and_appends_nothing(
    books: District,
    client: FlaskClient,
    children: list[object],
    named: str,
    language: str,
) -> None:
    before = books.app.journal.head()
    data = msgspec.json.encode(command(splitting(*children)))

    response = client.post(
        f"/api/v1/commands?lang={language}", data=data, content_type="application/json"
    )

    assert response.status_code == 422
    assert named in answers(response)[0]["detail"]
    assert books.app.journal.head() == before


@pytest.mark.parametrize("children", [None, "x", 5, {"plot": "C"}, [[1]], [None, None]])
def test_children_that_are_no_list_of_plots_are_422(
    books: District, client: FlaskClient, children: object
) -> None:
    before = books.app.journal.head()

    response = sent(client, command({**splitting(), "children": children}))

    assert response.status_code == 422
    assert books.app.journal.head() == before


def test_what_has_moved_is_answered_with_409(
    books: District, client: FlaskClient
) -> None:
    staged: Body = {
        "record": "PlotStageRecorded",
        "plot": "A-1",
        "stage": "cleared",
        "effective": "2024-01-01",
    }
    sent(client, command(staged, "c-1"))

    response = sent(client, command({**staged, "as_read_at": 4}, "c-2"))

    assert response.status_code == 409
    [told] = answers(response)
    assert told["error"] == "MovedError"
    assert told["moved"] == [
        {"thing": "plot:A-1", "read": 1, "now": 2, "positions": [5]}
    ]
    assert "plot:A-1" in told["detail"]
    assert books.app.journal.head().position == 5


@pytest.mark.parametrize(
    ("body", "status", "rule"),
    [
        (splitting(child("C"), child("D"), effective="2019-01-01"), 409, "R14"),
        (splitting(child("C"), child("D"), plot="Z"), 404, "R13"),
        (splitting(child("A-2"), child("D")), 409, "R13"),
        (
            {
                "record": "PlotFrozen",
                "plot": "A-1",
                "freeze": "1号",
                "effective": "2024-01-01",
                "until": "2024-01-01",
            },
            422,
            "R1",
        ),
        ({"withdraw": 1, "reason": "x"}, 409, "R7"),
    ],
)
@pytest.mark.usefixtures("books")
def test_a_refusal_cites_its_rule(
    client: FlaskClient, body: Body, status: int, rule: str
) -> None:
    response = sent(client, command(body))

    assert response.status_code == status
    assert answers(response)[0]["rule"] == rule
