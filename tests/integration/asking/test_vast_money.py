"""Money of any size and sign is the same exact text wherever it is told (R16)."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

from flask.testing import FlaskClient

from tests.integration.building import answered, record, registered, staged
from web.district.opening import District

LARGEST = "999999999999999.99"
TIMES = 100
"""So often the largest amount comes to more than 64 bits hold."""
SUM = Decimal(LARGEST) * TIMES
CLEARED = 5
"""The place of the stage among all stages, ``none`` being the first."""


def spend(district: District) -> None:
    """Spend the largest amount many times over on one plot, day after day."""
    record(district.app, registered("A-1"))
    record(district.app, staged("A-1", "cleared", "2021-01-01"))
    for number in range(TIMES):
        day = f"2021-{1 + number // 28:02}-{1 + number % 28:02}"
        paid = {"record": "PlotAmountRecorded", "plot": "A-1", "purpose": "补偿"}
        record(district.app, {**paid, "amount": LARGEST, "effective": day})


def grouped(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def test_the_curve_tells_a_sum_that_no_64_bits_hold(
    district: District, client: FlaskClient
) -> None:
    spend(district)

    curve = client.get("/api/v1/plots/curve").get_json()
    sent = client.get("/map/curve").get_json()

    column = curve["stages"].index("cleared")
    assert curve["amount"][-1][column] == f"{SUM:.2f}"
    changes = map(Decimal, sent["amount"][column])
    assert list(accumulate(changes))[-1] == SUM


def test_a_sum_that_no_64_bits_hold_is_told_alike_at_every_door(
    district: District, client: FlaskClient
) -> None:
    spend(district)

    told = {
        answered(district.home, "ask", "sum", "plot:A-1")["answer"],
        answered(district.home, "state", "plots")["plots"][0]["amount"],
        client.get("/api/v1/plots/summary").json["stages"]["cleared"]["amount"],  # type: ignore[index]
    }

    assert told == {f"{SUM:.2f}"}
    for page in (
        "/plots",
        "/plots?sort=-amount",
        "/plots/A-1",
        "/legend",
        "/plots/number/2",
    ):
        assert grouped(SUM) in client.get(page).text, page


def test_a_small_amount_that_was_paid_back_keeps_its_sign(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1"))
    record(district.app, staged("A-1", "cleared", "2021-01-01", amount="-0.50"))

    pages = [
        client.get(page).text
        for page in ("/plots", "/plots?sort=-amount", "/plots/A-1", "/legend")
    ]

    assert answered(district.home, "ask", "sum", "plot:A-1")["answer"] == "-0.50"
    assert [">-0.50<" in page for page in pages] == [True] * len(pages)
