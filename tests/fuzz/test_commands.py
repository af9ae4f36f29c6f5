"""Whatever a command or a form holds is recorded, or refused and leaves nothing."""

from __future__ import annotations

from random import Random

import msgspec

from domain.facts import FACTS
from domain.kernel.facts import WorldFact
from tests.fuzz.conftest import Target
from tests.fuzz.odd import garbled, sendable, text, value
from tests.integration.recording.forms import fields

TYPES = (
    "application/json",
    "application/x-ndjson",
    "text/plain",
    "",
    "multipart/form-data",
)
RECORDS = sorted(name for name, kind in FACTS.items() if issubclass(kind, WorldFact))


def body_of(target: Target, chance: Random) -> dict[str, object]:
    """Draw a command: one that could be meant, with some members replaced."""
    record = chance.choice((*RECORDS, "Concerned", "DistrictEstablished", text(chance)))
    members = list(FACTS[record].__struct_fields__) if record in FACTS else ["plot"]
    places = (*target.positions.values(), 0, -1, 10**9, text(chance))
    body: dict[str, object] = {
        "command_id": chance.choice((f"fuzz-{chance.random()}", text(chance))),
        **chance.choice(
            (
                {
                    "record": record,
                    "plot": "A-2",
                    "project": "P-1",
                    "effective": "2024-01-01",
                },
                {"correct": chance.choice(places), "reason": "录错"},
                {"withdraw": chance.choice(places), "reason": "没有这回事"},
            )
        ),
    }
    for name in (*members, "children", "neighbours", "as_read_at", "actor", "recorded"):
        if chance.random() < 0.3:
            body[name] = value(chance)
    return body


def encoded(body: object, chance: Random) -> bytes:
    """Write it as JSON; sometimes it was damaged on its way."""
    try:
        sent = msgspec.json.encode(body)
    except (UnicodeEncodeError, msgspec.MsgspecError, OverflowError):
        sent = repr(body).encode("utf-8", "surrogatepass")
    return garbled(chance, sent) if chance.random() < 0.25 else sent


def test_commands_are_recorded_or_refused_whole(target: Target, inputs: range) -> None:
    statuses: set[int] = set()
    for seed in inputs:
        chance = Random(seed)  # noqa: S311  (a seeded moment, no secret)
        sent = encoded(body_of(target, chance), chance)
        kind = TYPES[0] if chance.random() < 0.9 else chance.choice(TYPES)
        before = target.position

        response = target.client.post("/api/v1/commands", data=sent, content_type=kind)

        statuses.add(response.status_code)
        target.require_sound(response, (seed, sent[:2_000], kind), before)
    assert {200, 404, 409, 422} <= statuses, "what is drawn reaches no answer"


def test_forms_are_shown_again_or_recorded(target: Target, inputs: range) -> None:
    good = fields(target.client.get("/record/PlotStageRecorded?plot=A-2").text)
    addresses = [f"/record/{name}" for name in RECORDS]
    addresses += [
        f"/{verb}/{at}" for verb in ("correct", "withdraw") for at in range(3, 8)
    ]
    statuses: set[int] = set()
    for seed in inputs[: len(inputs) // 2]:
        chance = Random(seed)  # noqa: S311  (a seeded moment, no secret)
        typed = {name: sendable(text(chance)) for name in good if chance.random() < 0.5}
        step = chance.choice(("confirm", "check", "edit", sendable(text(chance)[:200])))
        address, before = chance.choice(addresses), target.position

        response = target.client.post(
            address, query_string={"step": step}, data={**good, **typed}
        )

        statuses.add(response.status_code)
        target.require_sound(response, (seed, address, step, typed), before)
    assert {200, 422} <= statuses, "what is drawn reaches no answer"
