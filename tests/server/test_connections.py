"""Connections that are silent, slow or too many cost others nothing."""

from __future__ import annotations

import time

import pytest

from tests.server.running import HOST, asked, begun, echo, heard, large, served, slow

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize("said", [b"", b"GET", HEAD, HEAD + b"X-Long: a"])
def test_connections_without_a_whole_head_keep_nobody_waiting(said: bytes) -> None:
    with served(echo, threads=1) as port, begun(port, said, count=200):
        assert asked(port) == 200


def test_bodies_that_never_end_keep_nobody_waiting() -> None:
    said = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"
    with served(echo, threads=1) as port, begun(port, said, count=200):
        assert asked(port) == 200


def test_answers_that_nobody_takes_keep_nobody_waiting() -> None:
    said = HEAD + b"\r\n"
    with served(large, threads=1) as port, begun(port, said, count=20):
        assert asked(port) == 200


def test_a_client_that_takes_nothing_is_left_after_a_while() -> None:
    said = HEAD + b"\r\n"
    with served(large, answer_pause_s=0.2) as port, begun(port, said) as [client]:
        time.sleep(1.0)

        assert len(heard(client)) < 30 * 1024 * 1024


@pytest.mark.parametrize(("said", "told"), [(b"", b""), (HEAD, b"HTTP/1.1 408 ")])
def test_a_head_that_does_not_come_is_not_waited_for(said: bytes, told: bytes) -> None:
    with served(echo, header_s=0.2) as port, begun(port, said) as [client]:
        assert heard(client).startswith(told)


def test_a_trickle_does_not_win_time() -> None:
    with served(echo, header_s=0.4) as port, begun(port, HEAD) as [client]:
        for _ in range(4):
            time.sleep(0.2)
            try:
                client.sendall(b"X: y\r\n")
            except OSError:
                break

        assert heard(client).startswith(b"HTTP/1.1 408 ") or not heard(client)


def test_a_head_without_end_is_refused() -> None:
    said = HEAD + b"X: " + b"a" * 40_000
    with served(echo) as port, begun(port, said) as [client]:
        assert heard(client).startswith(b"HTTP/1.1 431 ")


def test_an_idle_connection_ends() -> None:
    said = HEAD + b"\r\n"
    with served(echo, idle_s=0.2) as port, begun(port, said) as [client]:
        assert heard(client).startswith(b"HTTP/1.1 200 ")


def test_of_too_many_connections_the_one_goes_that_was_silent_longest() -> None:
    with served(echo, connections=5) as port, begun(port, b"", count=5) as silent:
        assert asked(port) == 200

        assert heard(silent[0]) == b""
        silent[1].sendall(HEAD + b"Connection: close\r\n\r\n")
        assert heard(silent[1]).startswith(b"HTTP/1.1 200 ")


def test_requests_sent_at_once_are_answered_in_order() -> None:
    one = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
    both = one + b"\r\na" + one + b"Connection: close\r\n\r\nb"
    with served(slow) as port, begun(port, both) as [client]:
        said = heard(client)

        assert said.count(b"HTTP/1.1 200 ") == 2
        assert said.index(b"\r\n\r\na") < said.index(b"\r\n\r\nb")


def test_whoever_finds_all_threads_and_chairs_taken_is_told_so_at_once() -> None:
    said = HEAD + b"\r\n"
    limits = {"threads": 1, "waiting": 2}
    with served(slow, **limits) as port, begun(port, said, count=8) as clients:
        told = [client.recv(12) for client in clients]

    assert told.count(b"HTTP/1.1 200") == 3
    assert told.count(b"HTTP/1.1 503") == 5


def test_nobody_waits_for_a_thread_for_ever() -> None:
    said = HEAD + b"\r\n"
    limits = {"threads": 1, "wait_s": 0.1}
    with served(slow, **limits) as port, begun(port, said, count=2) as clients:
        told = sorted(client.recv(12) for client in clients)

    assert told == [b"HTTP/1.1 200", b"HTTP/1.1 503"]


def test_a_reader_that_expects_to_be_told_to_go_on_is_answered() -> None:
    said = HEAD + b"Expect: 100-continue\r\nConnection: close\r\n\r\n"
    with served(echo) as port, begun(port, said) as [client]:
        assert heard(client).startswith(b"HTTP/1.1 200 ")


def test_a_writer_that_expects_to_be_told_to_go_on_is_told_so() -> None:
    head = f"POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 2\r\n".encode()
    said = head + b"Expect: 100-continue\r\nConnection: close\r\n\r\n"
    with served(echo) as port, begun(port, said) as [client]:
        assert client.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"

        client.sendall(b"ab")
        assert heard(client).endswith(b"\r\n\r\nab")
