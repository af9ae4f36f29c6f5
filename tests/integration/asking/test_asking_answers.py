"""Answers worked out by hand from the rules: blanks, bounds, land, money, knowledge."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.integration.building import (
    EAST,
    NORTH,
    Body,
    Told,
    corrected,
    record,
    registered,
    square,
    staged,
    withdrawn,
)
from web.district.opening import District


def told(client: FlaskClient, question: str, **given: str) -> Told:
    """Ask, with ``from_`` for ``from``."""
    query = {name.rstrip("_"): text for name, text in given.items()}
    answer = client.get(f"/api/v1/ask/{question}", query_string=query)
    assert answer.status_code == 200, answer.text
    body: Told = answer.get_json()
    return body


def split(plot: str, effective: str, *children: str) -> Body:
    """Split a square of 20 m into strips of 10 m from west to east."""
    drawn = [
        {
            "plot": child,
            "stage": None,
            "boundary": (
                f"POLYGON (({EAST + 10 * nth} {NORTH}, {EAST + 10 * nth + 10} {NORTH}, "
                f"{EAST + 10 * nth + 10} {NORTH + 20}, {EAST + 10 * nth} {NORTH + 20}, "
                f"{EAST + 10 * nth} {NORTH}))"
            ),
        }
        for nth, child in enumerate(children)
    ]
    body = {"record": "PlotSplit", "plot": plot, "effective": effective}
    return {**body, "children": drawn}


def test_absent_none_and_a_value_follow_one_another(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1", "2021-01-01"))
    record(district.app, staged("A-1", "surveyed", "2022-01-01"))

    answers = [
        told(client, "state", thing="plot:A-1", attribute="stage", as_of=v)["answer"]
        for v in (
            "2020-12-31T15:59:59.999999Z",
            "2020-12-31T16:00:00Z",
            "2021-12-31T15:59:59.999999Z",
            "2021-12-31",
            "2022-01-01T00:00:00+08:00",
        )
    ]

    assert answers == ["absent", "none", "none", "none", "surveyed"]


def test_what_was_not_known_yet_is_absent_and_not_missing(
    district: District, client: FlaskClient
) -> None:
    before = record(district.app, registered("A-1"))
    record(district.app, registered("A-2"))
    about = {"thing": "plot:A-2", "attribute": "zone"}

    then = told(client, "state", **about, as_known=str(before))
    now = told(client, "state", **about)

    assert (then["answer"], now["answer"]) == ("absent", "none")


def test_a_history_is_in_maximal_periods(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1"))
    for day in ("2021-01-01", "2021-06-01"):
        record(district.app, staged("A-1", "surveyed", day))
    record(district.app, staged("A-1", "vacated", "2022-01-01T09:30:00+08:00"))

    rows = told(client, "history", thing="plot:A-1", attribute="stage")["answer"]

    assert rows == [
        {"from": "2021-01-01", "to": "2022-01-01T01:30:00Z", "value": "surveyed"},
        {"from": "2022-01-01T01:30:00Z", "to": None, "value": "vacated"},
    ]


def test_beliefs_end_where_they_were_given_up_and_not_before_that_was_known(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1"))
    stage = record(district.app, staged("A-1", "surveyed", "2021-01-01"))
    last = record(district.app, withdrawn(stage))
    about = {"thing": "plot:A-1", "attribute": "stage", "as_of": "2021-06-01"}

    then = told(client, "beliefs", **about, as_known=str(stage))["answer"]
    now = told(client, "beliefs", **about, as_known=str(last))["answer"]

    assert [each["answer"] for each in now] == ["surveyed", "none"]
    assert [row["known_to"] for row in then] == [None]
    assert now[0]["known_to"] == now[1]["known_from"] is not None
    assert then[0]["known_from"] == now[0]["known_from"]


def test_what_was_never_the_answer_is_first_known_never(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1"))
    before = record(district.app, staged("A-1", "surveyed", "2021-01-01"))
    late = record(district.app, staged("A-1", "vacated", "2020-06-01"))
    about = {"thing": "plot:A-1", "attribute": "stage", "as_of": "2020-12-31"}

    answers = [
        told(client, "first_known", **about, value=value, as_known=known)["answer"]
        for value, known in (
            ("cleared", str(late)),
            ("vacated", str(before)),
            ("absent", str(late)),
        )
    ]
    recorded = district.app.journal.line(late).recorded
    known = told(client, "first_known", **about, value="vacated")["answer"]

    assert answers == ["never"] * 3
    assert known.endswith(f"{recorded % 1_000_000:06}Z")


def test_a_point_is_in_the_plot_around_it_and_in_none_on_an_edge(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1", boundary=square(0, 0)))
    record(district.app, registered("A-2", boundary=square(20, 0)))
    points = ((19.999, 10), (20, 10), (20.001, 10), (20, 20), (0, 0), (41, 10))

    inside = [
        [
            row["thing"]
            for row in told(client, "plot_at", x=f"{EAST + x:.3f}", y=f"{NORTH + y}")[
                "answer"
            ]
        ]
        for x, y in points
    ]

    assert inside == [["plot:A-1"], [], ["plot:A-2"], [], [], []]


def test_land_passes_from_the_parent_to_its_children(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1", boundary=square(0, 0)))
    record(district.app, split("A-1", "2024-01-01", "A-11", "A-12", "A-13"))
    before, after = {"as_of": "2023-12-31"}, {"as_of": "2024-01-01"}
    place = {"x": f"{EAST + 15}", "y": f"{NORTH + 5}"}

    areas = [told(client, "total_area", **each)["area_m2"] for each in (before, after)]
    things = [told(client, "plot_at", **place, **e)["answer"] for e in (before, after)]
    parent = [
        told(client, "plot_area", thing="plot:A-1", **each)["area_m2"]
        for each in (before, after)
    ]
    ancestors = told(client, "ancestors", thing="plot:A-12")["answer"]

    assert areas == ["400.0000", "600.0000"]
    assert things == [[{"thing": "plot:A-1"}], [{"thing": "plot:A-12"}]]
    assert parent == ["400.0000", "absent"]
    assert ancestors == [{"thing": "plot:A-1"}]


def test_an_area_is_rounded_once_in_square_metres_and_in_mu(
    district: District, client: FlaskClient
) -> None:
    """A triangle of 1 mm by 1 m is 0.0005 m²; 2000 m² by three are 3 mu."""
    sliver = f"POLYGON (({EAST} {NORTH}, {EAST}.001 {NORTH}, {EAST} {NORTH + 1}, "
    record(district.app, registered("A-1", boundary=f"{sliver}{EAST} {NORTH}))"))
    wide = f"POLYGON (({EAST} {NORTH}, {EAST + 50} {NORTH}, {EAST + 50} {NORTH + 40}, "
    last = f"{EAST} {NORTH + 40}, {EAST} {NORTH}))"
    record(district.app, registered("A-2", boundary=f"{wide}{last}"))
    record(district.app, registered("A-3"))

    measured = [
        (each["area_m2"], each["mu"])
        for each in (
            *(told(client, "plot_area", thing=f"plot:A-{nth}") for nth in (1, 2, 3)),
            told(client, "total_area"),
        )
    ]

    assert measured == [
        ("0.0005", "0.0000"),
        ("2000.0000", "3.0000"),
        ("none", "none"),
        ("2000.0005", "3.0000"),
    ]


def test_a_sum_runs_up_to_v_and_is_nought_before(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1"))
    paid = record(
        district.app, staged("A-1", "surveyed", "2021-01-01", amount="999.10")
    )
    record(district.app, staged("A-1", "vacated", "2022-01-01", amount="0.05"))
    record(district.app, corrected(paid, amount="-1.10"))

    sums = [
        told(client, "sum", thing="plot:A-1", as_of=v)["answer"]
        for v in ("2020-12-31", "2021-01-01", "2022-01-01")
    ]

    assert sums == ["0.00", "-1.10", "-1.05"]


def test_days_are_counted_by_their_last_microsecond(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1"))
    record(district.app, staged("A-1", "surveyed", "2024-02-28T23:59:59.999999+08:00"))
    record(district.app, staged("A-1", "vacated", "2024-03-01T00:00:00+08:00"))
    stretch = {"from_": "2024-02-27", "to": "2024-03-02"}

    days = told(
        client, "days", thing="plot:A-1", attribute="stage", value="surveyed", **stretch
    )

    assert days["answer"] == [{"day": "2024-02-28"}, {"day": "2024-02-29"}]


def test_steps_keep_zeros_and_both_holds_where_both_do(
    district: District, client: FlaskClient
) -> None:
    for plot, day in (("A-1", "2021-01-01"), ("A-2", "2022-01-01")):
        record(district.app, registered(plot))
        record(district.app, staged(plot, "surveyed", day))
    record(district.app, staged("A-1", "vacated", "2023-01-01"))
    one = {"thing": "plot:A-1", "attribute": "stage", "value": "surveyed"}
    other = {"thing2": "plot:A-2", "attribute2": "stage", "value2": "surveyed"}
    stretch = {"from_": "2020-06-01", "to": "2024-01-01"}

    steps = told(client, "steps", attribute="stage", value="surveyed", **stretch)
    both = told(client, "both", **one, **other)

    assert [(e["from"], e["to"], e["count"]) for e in steps["answer"]] == [
        ("2020-06-01", "2021-01-01", 0),
        ("2021-01-01", "2022-01-01", 1),
        ("2022-01-01", "2023-01-01", 2),
        ("2023-01-01", "2024-01-01", 1),
    ]
    assert both["answer"] == [{"from": "2022-01-01", "to": "2023-01-01"}]


def test_a_stranded_fact_is_listed_with_its_thing(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1", "2022-01-01"))
    early = record(district.app, staged("A-1", "surveyed", "2021-01-01"))

    conflicts = told(client, "conflicts")["answer"]

    assert conflicts == [
        {"position": early, "thing": "plot:A-1", "fact": "PlotStageRecorded"}
    ]
