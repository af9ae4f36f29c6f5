"""Registers are read as people keep them: any delimiter, any encoding, any cell."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.integration.building import imported, lines
from tests.integration.registers.ledger import COLUMNS, MEANING, Ledger, line, plot
from web.district.opening import open_district


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_cells_may_be_parted_by_other_marks(home: Path, delimiter: str) -> None:
    form = f"[file]\ndelimiter = {delimiter!r}\n".replace("'", '"')
    ledger = Ledger(home, meaning=MEANING + form)
    text = "\n".join(delimiter.join(each) for each in (COLUMNS, line(zone="北,区")))
    ledger.file.write_text(text, encoding="utf-8")

    run = imported(home, ledger.file, ledger.mapping)

    assert run.exit_code == 0, run.output
    assert plot(home)["zone"] == "北,区"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_is_found_without_being_declared(
    home: Path, encoding: str
) -> None:
    ledger = Ledger(home)
    text = "\r\n".join(",".join(each) for each in (COLUMNS, line(zone="龙江㙍片")))
    ledger.file.write_bytes(text.encode(encoding))

    run = imported(home, ledger.file, ledger.mapping)

    assert run.exit_code == 0, run.output
    assert plot(home)["zone"] == "龙江㙍片"
    assert plot(home)["plot"] == "甲-1"


def test_cells_of_many_lines_keep_the_line_numbers_right(home: Path) -> None:
    zones = ("北\n区", "南区", "东\r\n\r\n区", "西区")
    ledger = Ledger(
        home, meaning=MEANING.replace('zone.column = "片区"', 'zone.value = "区"')
    )
    ledger.write(*(line(f"甲-{n}", zone=zone) for n, zone in enumerate(zones)))
    with ledger.file.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        ends = [reader.line_num for _ in reader]
    begins = [before + 1 for before in ends[:-1]]

    run = imported(home, ledger.file, ledger.mapping)

    assert run.exit_code == 0, run.output
    district = open_district(home)
    for number, begin in enumerate(begins):
        told = lines(district, f"plot:甲-{number}")
        assert {where for _, _, where in told} == {begin}
    district.close()
    assert begins == [2, 4, 5, 8]
