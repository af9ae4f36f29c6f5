"""What is packed on its way to the browser, and that it is the same when unpacked."""

from __future__ import annotations

import gzip
import sys

import pytest
from flask.testing import FlaskClient

from tests.integration.building import record, registered
from tests.integration.small_district import settle
from web.district.opening import District

PACKED = {"Accept-Encoding": "gzip"}
DATES = "as_of=2026-03-31&as_known={last}"


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/page/page.js",
        "/static/css/map/map.css",
        "/api/v1/plots?" + DATES,
        "/plots?format=geojson&" + DATES,
    ],
)
def test_what_is_packed_is_the_same_when_unpacked(
    district: District, client: FlaskClient, path: str
) -> None:
    path = path.format(last=max(settle(district.app).values()))

    plain = client.get(path, buffered=True)
    packed = client.get(path, headers=PACKED, buffered=True)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert len(packed.data) < len(plain.data)
    assert gzip.decompress(packed.data) == plain.data


def test_a_page_is_packed_where_the_browser_can_unpack(client: FlaskClient) -> None:
    page = client.get("/", headers=PACKED)

    assert "Accept-Encoding" in page.headers["Vary"]
    assert b"</html>" in gzip.decompress(page.data)
    assert "</html>" in client.get("/").text


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    path = "/static/js/page/page.js"
    tag = client.get(path, headers=PACKED, buffered=True).headers["ETag"]

    again = client.get(path, headers={**PACKED, "If-None-Match": tag}, buffered=True)

    assert again.status_code == 304
    assert again.data == b""


def test_a_file_is_not_hashed_for_each_that_asks_for_it(client: FlaskClient) -> None:
    called: list[str] = []

    def told(_frame: object, event: str, function: object) -> None:
        if event == "c_call":
            called.append(getattr(function, "__name__", ""))

    sys.setprofile(told)
    client.get("/static/js/page/page.js", headers=PACKED, buffered=True)
    client.get("/static/js/page/page.js", headers=PACKED, buffered=True)
    sys.setprofile(None)

    assert "get" in called
    assert "hexdigest" not in called


def test_events_are_sent_as_they_come(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/api/v1/live", headers=PACKED).headers


@pytest.mark.parametrize("path", ["/static/js/page/page.js", "/", "/plots"])
@pytest.mark.parametrize("accepted", ["gzip;q=0", "br;q=0, gzip;q=0.0", "*;q=0"])
def test_what_is_refused_is_not_used(
    client: FlaskClient, path: str, accepted: str
) -> None:
    answer = client.get(path, headers={"Accept-Encoding": accepted}, buffered=True)

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("accepted", ["gzip", "br"])
def test_a_file_is_packed_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, accepted: str
) -> None:
    path, headers = "/static/css/map/map.css", {"Accept-Encoding": accepted}
    first = client.get(path, headers=headers, buffered=True)

    with monkeypatch.context() as patched:
        patched.setattr("flask_compress.flask_compress._compress_data", None)
        again = client.get(path, headers=headers, buffered=True)

    assert again.headers["Content-Encoding"] == accepted
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])


def test_another_answer_at_the_same_address_is_packed_anew(
    district: District, client: FlaskClient
) -> None:
    path = "/api/v1/plots?format=json"
    settle(district.app)
    before = client.get(path, headers=PACKED)

    record(district.app, registered("Z-9"))
    after = client.get(path, headers=PACKED)

    assert gzip.decompress(after.data) != gzip.decompress(before.data)
