"""A small register by hand, of which edition after edition is published."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.integration.building import (
    answered,
    head,
    imported,
    lines,
    mapping,
    record,
)
from web.district.opening import District, open_district
from web.recording.registers.imports import Prepared, prepare

POINT = '[position]\ncrs = "EPSG:4547"\nx = "东"\ny = "北"\n'
REGISTERED = """
record = "PlotRegistered"
members.effective.value = "2020-01-01"
members.zone.column = "片区"
"""
SIGNED = """
record = "PlotStageRecorded"
members.stage.value = "agreement_signed"
members.effective.column = "签约日期"
members.amount.column = "补偿款"
"""
VACATED = """
record = "PlotStageRecorded"
members.stage.value = "vacated"
members.effective.column = "搬迁日期"
"""
COLUMNS = ("编号", "片区", "东", "北", "签约日期", "补偿款", "搬迁日期")
MEANING = f"{mapping(REGISTERED, SIGNED, VACATED)}\n{POINT}"
PLACE = ("500000", "3900000")
PLOT = "plot:甲-1"


def line(
    plot: str = "甲-1",
    *,
    zone: str = "北区",
    signed: str = "2024-03-01",
    amount: str = "800.00",
    vacated: str = "",
) -> tuple[str, ...]:
    return (plot, zone, *PLACE, signed, amount, vacated)


class Ledger:
    """A register as its keeper holds it: every edition overwrites one file."""

    def __init__(self, home: Path, name: str = "台账", meaning: str = MEANING) -> None:
        self.home, self.name = home, name
        self.file = home.parent / f"{name}.csv"
        self.mapping = home.parent / f"{name}.toml"
        self.mapping.write_text(meaning, encoding="utf-8")

    def write(self, *rows: tuple[str, ...]) -> None:
        """Put an edition in place of the last."""
        with self.file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows([COLUMNS, *rows])

    def publish(self, *rows: tuple[str, ...]) -> int:
        """Import an edition; return how many facts it appended."""
        self.write(*rows)
        before = head(self.home).position
        run = imported(self.home, self.file, self.mapping, register=self.name)
        assert run.exit_code == 0, run.output
        return head(self.home).position - before

    def prepared(self, district: District, *rows: tuple[str, ...]) -> Prepared:
        """Compare an edition with the journal, without recording it."""
        self.write(*rows)
        return prepare(
            district, self.file, register=self.name, mapping_path=self.mapping
        )


def plot(home: Path, name: str = "甲-1", **asked: str) -> dict[str, object]:
    """Answer one plot, today unless asked otherwise."""
    options = [f"--{key.replace('_', '-')}={value}" for key, value in asked.items()]
    plots = answered(home, "state", "plots", *options)["plots"]
    found: dict[str, object] = next(row for row in plots if row["plot"] == name)
    return found


def names(home: Path, stream: str = PLOT) -> list[str]:
    district = open_district(home)
    told = [name for name, _, _ in lines(district, stream)]
    district.close()
    return told


def by_hand(home: Path, *bodies: dict[str, object]) -> int:
    district = open_district(home)
    positions = [record(district.app, body) for body in bodies]
    district.close()
    return positions[-1]
