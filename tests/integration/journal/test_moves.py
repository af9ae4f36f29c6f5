"""What the journal has gained is seen at once, whoever has recorded it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from domain.journal import moves
from tests.integration.building import record, registered, staged
from tests.integration.recording.commanding import answers, command, sent
from web.district.opening import JOURNAL, District, open_district
from web.frame.asked import EXTENSION

PACKED = {"Accept-Encoding": "gzip"}


def test_a_stream_has_moved_behind_a_position_and_others_have_not(
    district: District,
) -> None:
    journal = district.app.journal
    record(district.app, registered("A-1"))
    before = journal.head().position

    record(district.app, registered("A-2"))

    journal.moves.look()
    assert journal.moves.moved_since(before, ["plot:A-2"])
    assert journal.moves.moved_since(before, ["plot:"])
    assert not journal.moves.moved_since(before, ["plot:A-1", "project:"])


def test_a_kind_has_not_moved_by_facts_that_are_left_aside(district: District) -> None:
    journal = district.app.journal
    journal.head()
    first = record(district.app, registered("A-1"))
    last = record(district.app, staged("A-1", "surveyed", "2024-01-01"))

    journal.moves.look()
    assert journal.moves.last_of("plot:") == last
    assert journal.moves.last_of("plot:", beside={"PlotStageRecorded"}) == first


def test_what_another_opening_records_is_seen_by_the_next_look(
    home: Path, district: District
) -> None:
    district.app.journal.head()
    elsewhere = open_district(home)

    for number in range(5):
        position = record(elsewhere.app, registered(f"A-{number}"))
        assert district.app.journal.head().position == position
    elsewhere.close()


def test_a_journal_that_was_cut_makes_all_before_outdated(
    home: Path, district: District
) -> None:
    journal = district.app.journal
    last = record(district.app, registered("A-1"))
    journal.moves.look()

    with sqlite3.connect(home / JOURNAL) as file:
        file.execute("DELETE FROM stored_events WHERE position = ?", (last,))
        file.execute("DELETE FROM commands WHERE last = ?", (last,))
    file.close()

    assert journal.head().position == last - 1
    assert journal.moves.moved_since(last, ["plot:A-1"])


def test_what_moved_is_forgotten_before_it_takes_much_room(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "MOST_STREAMS", 3)
    journal = district.app.journal
    first = record(district.app, registered("A-0"))
    journal.head()

    for number in range(1, 6):
        last = record(district.app, registered(f"A-{number}"))
        journal.head()

    # Nothing is known of the first any more, so it may have moved.
    assert journal.moves.moved_since(first, ["plot:A-0"])
    assert not journal.moves.moved_since(last, ["plot:A-0"])


def test_a_fact_recorded_by_another_process_is_on_the_page_at_once(
    app: Flask, client: FlaskClient
) -> None:
    home = app.extensions[EXTENSION].district.home
    [told] = answers(sent(client, command(registered("A-1"))))
    assert client.get("/plots/A-1?lang=en").status_code == 200

    for number, stage in enumerate(("surveyed", "vacated", "demolished")):
        body = command(staged("A-1", stage, f"2024-0{number + 1}-01"), f"p-{number}")
        file = home / "one.jsonl"
        file.write_bytes(msgspec.json.encode(body) + b"\n")
        run = [sys.executable, "-m", "web.cli.main", "--home", str(home), "record"]
        done = subprocess.run([*run, str(file)], capture_output=True, check=True)
        page = client.get("/plots/A-1?lang=en").get_data(as_text=True)

        position = msgspec.json.decode(done.stdout.splitlines()[0])["position"]
        assert f"#{position}" in page
        assert position > told["position"]


def test_a_page_is_headed_by_the_position_of_its_own_moment(
    client: FlaskClient,
) -> None:
    sent(client, command(registered("A-1")))
    before = client.get("/plots/A-1?lang=en").get_data(as_text=True)

    [told] = answers(sent(client, command(registered("A-2"), "c-2")))

    after = client.get("/plots/A-1?lang=en").get_data(as_text=True)
    assert f"data-position>#{told['position']:,}<" in after
    assert f"data-position>#{told['position']:,}<" not in before


def test_a_page_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    sent(client, command(registered("A-1")))
    address = "/plots/A-1?as_known=2"
    first = client.get(address, headers=PACKED)

    known = {**PACKED, "If-None-Match": first.headers["ETag"]}
    again = client.get(address, headers=known)

    assert first.headers["Cache-Control"] == "no-cache, private"
    assert (again.status_code, again.data) == (304, b"")


def test_a_page_in_a_packing_that_is_not_kept_is_packed_as_others(
    client: FlaskClient,
) -> None:
    sent(client, command(registered("A-1")))

    forms = [
        client.get("/plots/A-1?as_known=2", headers={"Accept-Encoding": accepted})
        for accepted in ("gzip", "br", "identity")
    ]

    packings = [each.headers.get("Content-Encoding") for each in forms]
    assert packings == ["gzip", "br", None]
    assert len({each.headers["ETag"] for each in forms}) == 3
    assert all(each.headers["Vary"] == "Accept-Encoding" for each in forms)
