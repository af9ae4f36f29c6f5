"""Bodies that are too long, too slow or too many are refused before they are kept."""

from __future__ import annotations

import pytest

from tests.server.running import asked, begun, echo, heard, served

POST = b"POST /api/v1/commands?lang=en HTTP/1.1\r\nHost: x\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


def test_a_body_comes_whole_to_the_application() -> None:
    with served(echo) as port, begun(port, POST) as [client]:
        client.sendall(b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.sendall(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

        assert heard(client).endswith(b"\r\n\r\nabcde")


def test_a_long_body_is_refused_by_what_it_says_of_itself() -> None:
    said = POST + b"Content-Length: 2000\r\n\r\n"
    with served(echo, body_bytes=1000) as port, begun(port, said) as [client]:
        told = heard(client)

    assert told.startswith(b"HTTP/1.1 413 ")
    assert b"larger than this server takes at once" in told


def test_a_long_body_that_says_nothing_of_itself_is_refused_as_it_comes() -> None:
    said = CHUNKED + b"7d0\r\n" + bytes(2000)
    with served(echo, body_bytes=1000) as port, begun(port, said) as [client]:
        assert heard(client).startswith(b"HTTP/1.1 413 ")


def test_a_client_that_sends_on_blindly_still_reads_why() -> None:
    with served(echo, body_bytes=1000) as port:
        assert asked(port, "POST", bytes(20_000_000)) == 413


@pytest.mark.parametrize("limit", ["body_s", "body_pause_s"])
def test_a_body_that_does_not_come_is_not_waited_for(limit: str) -> None:
    said = POST + b"Content-Length: 10\r\n\r\nabc"
    with served(echo, **{limit: 0.2}) as port, begun(port, said) as [client]:
        assert heard(client).startswith(b"HTTP/1.1 408 ")


def test_all_bodies_together_are_bounded() -> None:
    said = POST + b"Content-Length: 900\r\n\r\n" + bytes(800)
    limits = {"body_bytes": 1000, "bodies_bytes": 2000}
    with served(echo, **limits) as port, begun(port, said, count=3) as clients:
        told = heard(clients[2])

        assert told.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nretry-after: " in told
        clients[0].sendall(bytes(100))
        assert clients[0].recv(12) == b"HTTP/1.1 200"
    with served(echo, **limits) as port:
        assert [asked(port, "POST", bytes(900)) for _ in range(4)] == [200] * 4


def test_a_body_cut_short_reaches_nobody() -> None:
    reached = []

    def app(*call: object) -> list[bytes]:
        reached.append(call)
        return []

    said = POST + b"Content-Length: 10\r\n\r\nabc"
    with served(app) as port, begun(port, said) as [client]:
        client.shutdown(1)
        heard(client)

    assert reached == []
