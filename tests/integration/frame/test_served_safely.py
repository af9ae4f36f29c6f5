"""What every response carries, and which requests are turned away at the door."""

from __future__ import annotations

import msgspec
import pytest
from flask.testing import FlaskClient

from tests.integration.building import head, record, registered
from web.district.opening import District

ADDRESSES = (
    "/",
    "/legend",
    "/plots/number/2",
    "/plots/number/2?fragment",
    "/plots/number/9",
    "/stages.css",
    "/static/css/frame/app.css",
    "/tiles/0/0/0.mvt",
    "/tiles/1/0/0.mvt",
    "/tiles/1/9/0.mvt",
    "/api/v1/plots",
    "/api/v1/plots?as_of=never",
    "/?as_of=never",
    "/nowhere",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_allows_only_what_is_served_here(
    district: District, client: FlaskClient, address: str
) -> None:
    record(district.app, registered("A-1"))

    with client.get(address) as response:
        policy = response.headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; script-src 'self' 'nonce-")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.status_code != 500


def test_no_two_pages_share_a_nonce(client: FlaskClient) -> None:
    policies = {client.get("/").headers["Content-Security-Policy"] for _ in range(3)}

    assert len(policies) == 3


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_cannot_record(
    district: District, client: FlaskClient, site: str
) -> None:
    body = msgspec.json.encode({"command_id": "c-1", **registered("A-1")})
    before = head(district.home)

    response = client.post(
        "/api/v1/commands",
        data=body,
        content_type="application/json",
        headers={"Sec-Fetch-Site": site},
    )

    assert response.status_code == 403
    assert head(district.home) == before


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_page_and_a_program_may_record(client: FlaskClient, site: str) -> None:
    body = msgspec.json.encode({"command_id": "c-1", **registered("A-1")})

    response = client.post(
        "/api/v1/commands",
        data=body,
        content_type="application/json",
        headers={"Sec-Fetch-Site": site},
    )

    assert response.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1]"])
@pytest.mark.parametrize("address", ["/", "/api/v1/plots", "/static/css/frame/app.css"])
def test_a_host_that_is_not_this_machine_is_refused(
    client: FlaskClient, address: str, host: str
) -> None:
    response = client.get(address, base_url=f"http://{host}")

    assert response.status_code == 400
    assert "Content-Security-Policy" in response.headers


def test_text_of_people_is_text_on_a_page(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1", zone="<script>alert(1)</script>"))

    page = client.get("/plots/number/2").text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("address", ["/", "/plots/number/2"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_is_headed_by_its_dates_and_position(
    district: District, client: FlaskClient, address: str, lang: str
) -> None:
    position = record(district.app, registered("A-1"))
    record(district.app, registered("A-2"))

    page = client.get(
        f"{address}?as_of=2024-06-30&as_known={position}&lang={lang}"
    ).text

    assert "2024-06-30" in page
    assert f"#{position}<" in page
    assert ("定论" if lang == "zh" else "Final") in page


FOREIGN: tuple[dict[str, str], ...] = (
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:81"},
    {"Origin": "http://evil.example/localhost"},
    {"Referer": "http://evil.example/?http://localhost/"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"},
)
OWN: tuple[dict[str, str], ...] = (
    {},
    {"Origin": "http://localhost"},
    {"Referer": "http://localhost/plots"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
)


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_no_other_site_changes_anything_whatever_its_browser_says(
    client: FlaskClient, headers: dict[str, str], method: str
) -> None:
    for address in ("/api/v1/commands", "/record/PlotRegistered"):
        response = client.open(address, method=method, headers=headers)

        assert response.status_code == 403


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("sheet", ["wall.pdf", "wall.png", "evidence.html"])
def test_no_other_site_orders_sheets(
    client: FlaskClient, headers: dict[str, str], sheet: str
) -> None:
    assert client.get(f"/map/{sheet}", headers=headers).status_code == 403


@pytest.mark.parametrize("headers", OWN)
def test_own_pages_and_programs_are_let_in(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    ordered = client.get("/map/wall.pdf?paper=none", headers=headers)
    sent = client.post("/api/v1/commands", data=b"{}", headers=headers)

    assert (ordered.status_code, sent.status_code) == (422, 415)


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_link_from_another_site_leads_to_a_page(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    assert client.get("/", headers=headers).status_code == 200
