"""Registers that speak of plots which a redrawing has begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import MovedError
from tests.integration.building import (
    EAST,
    NORTH,
    record,
    registered,
    withdrawn,
)
from tests.integration.registers.freezing_register import (
    FROZEN,
    TIMED,
    Register,
    freezes,
)
from web.district.opening import District
from web.recording.registers.imports import apply, prepare

POINT = f"POINT ({EAST} {NORTH})"


def test_a_register_may_speak_of_a_plot_that_a_split_has_begun(
    district: District, tmp_path: Path
) -> None:
    register = freezes(tmp_path)
    record(district.app, registered("A"))
    split = {"record": "PlotSplit", "plot": "A", "effective": "2026-01-01"}
    children = [{"plot": each, "stage": None, "point": POINT} for each in "BC"]
    position = record(district.app, {**split, "children": children})

    assert register.publish(district, "B,2026-03-01,,1号") == {}
    record(district.app, withdrawn(position))
    refused = register.publish(district, "B,2026-03-01,,1号", "C,2026-03-01,,1号")

    # B was spoken of already, and what is said of it is stranded now; C is unknown.
    assert {line: type(error).__name__ for line, error in refused.items()} == {
        3: "UnknownThingError"
    }


def test_a_register_cannot_register_what_a_split_has_begun(
    district: District, tmp_path: Path
) -> None:
    mapping = FROZEN.format(dates=TIMED, end="zone").replace("Frozen", "Registered")
    mapping = mapping.replace("members.freeze", "members.land_use")
    place = '[position]\ncrs = "EPSG:4547"\nx = "止"\ny = "公告"\n'
    register = Register(tmp_path, mapping.replace("[formats]", f"{place}[formats]"))
    record(district.app, registered("A"))
    split = {"record": "PlotSplit", "plot": "A", "effective": "2026-01-01"}
    children = [{"plot": each, "stage": None, "point": POINT} for each in "BC"]
    record(district.app, {**split, "children": children})

    refused = register.publish(
        district, "B,2026-03-01,500000,3900000", "D,2026-03-01,500000,3900000"
    )

    assert {line: type(error).__name__ for line, error in refused.items()} == {
        2: "AlreadyRegisteredError"
    }


def test_an_import_is_refused_when_a_redrawing_it_relied_on_has_moved(
    district: District, tmp_path: Path
) -> None:
    register = freezes(tmp_path)
    record(district.app, registered("A"))
    split = {"record": "PlotSplit", "plot": "A", "effective": "2026-01-01"}
    children = [{"plot": each, "stage": None, "point": POINT} for each in "BC"]
    position = record(district.app, {**split, "children": children})
    register.write("B,2026-03-01,,1号")
    prepared = prepare(
        district, register.file, register="冻结", mapping_path=register.mapping
    )
    record(district.app, withdrawn(position))

    with pytest.raises(MovedError, match="plot:A"):
        apply(district, prepared, actor="test")
