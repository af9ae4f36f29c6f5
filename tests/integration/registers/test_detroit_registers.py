"""Two editions of a real demolition register, imported as their publisher left them.

Expected figures: the README beside the data, computed there with pandas alone.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from tests.integration.building import Told, answered, guatu, head, imported, lines
from web.district.opening import open_district

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data" / "detroit"
FIRST, SECOND = (
    DATA / f"{month}_Detroit_Demolitions.csv" for month in ("2017-09", "2018-07")
)
MAPPING = ROOT / "docs" / "examples" / "detroit.toml"
REGISTER = "demolitions"

BY = ("2014-12-31", "2015-12-31", "2016-12-31", "2017-06-30")
AS_FIRST = (
    (3_567, "44342589.38"),
    (7_582, "111473394.22"),
    (10_785, "157094638.87"),
    (11_830, "174865731.96"),
)
AS_SECOND = (
    (3_568, "44361064.38"),
    (7_582, "111460769.22"),
    (10_781, "157031481.07"),
    (11_825, "174808996.16"),
)

pytestmark = pytest.mark.skipif(
    not FIRST.exists(), reason=f"the registers of Detroit are not at {DATA}"
)


@dataclass(frozen=True, slots=True)
class Detroit:
    """The district with both editions, and what the steps on the way said."""

    home: Path
    after_first: int
    preview: Told
    after_preview: int
    after_second: int


@pytest.fixture(scope="module")
def detroit(tmp_path_factory: pytest.TempPathFactory) -> Detroit:
    """Import both editions, the first one through the installed program."""
    home = tmp_path_factory.mktemp("detroit")
    founded = guatu(home, "init", "--crs", "EPSG:32617", "--currency", "USD")
    assert founded.exit_code == 0
    run_installed(home, FIRST)
    after_first = head(home).position
    preview = guatu(home, *importing(SECOND), "--preview", "--format", "json")
    after_preview = head(home).position
    second = imported(home, SECOND, MAPPING, register=REGISTER)
    assert second.exit_code == 0
    return Detroit(
        home=home,
        after_first=after_first,
        preview=msgspec.json.decode(preview.stdout),
        after_preview=after_preview,
        after_second=head(home).position,
    )


def importing(file: Path) -> tuple[str, ...]:
    options = ("--register", REGISTER, "--mapping", str(MAPPING))
    return ("import", "plots", str(file), *options)


def run_installed(home: Path, file: Path) -> None:
    program = Path(sys.executable).with_name("guatu")
    environment = {**os.environ, "GUATU_HOME": str(home), "GUATU_LANG": "en"}
    command = [str(program), *importing(file), "--apply"]
    run = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert b"Recorded as positions 2 to 24714" in run.stdout


def figures(home: Path, by: str, known: int | str) -> tuple[int, str]:
    """Ask how many parcels are down by a date, and what that cost."""
    asked = ("--as-of", by, "--as-known", str(known))
    answer = answered(home, "state", "plots", *asked, "--summary")
    down = answer["stages"]["demolished"]
    return down["plots"], down["amount"]


def table(home: Path, known: int | str) -> tuple[tuple[int, str], ...]:
    return tuple(figures(home, by, known) for by in BY)


def rows_by_parcel(file: Path) -> dict[str, int]:
    """Map each parcel to the line its row begins on, by the reader's own count."""
    with file.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        parcel = next(reader).index("Parcel ID")
        begins = {}
        line = reader.line_num
        for row in reader:
            begins[row[parcel].strip()] = line + 1
            line = reader.line_num
    return begins


def test_the_first_edition_is_one_command(detroit: Detroit) -> None:
    rows = len(rows_by_parcel(FIRST))

    assert rows == 12_356
    assert detroit.after_first == 1 + 2 * rows + 1


def test_the_preview_counts_what_changes_and_records_nothing(detroit: Detroit) -> None:
    preview = detroit.preview

    assert detroit.after_preview == detroit.after_first
    assert (preview["edition"], preview["rows"], preview["refused"]) == (2, 14_548, 0)
    assert preview["new"] == 2_200
    assert preview["new_within_earlier_edition"] == 15
    assert preview["withdrawn"] == 8
    assert preview["corrected_members"] == {"amount": 39, "effective": 2}
    assert preview["facts"]["withdrawal"] == 2 * 8
    assert preview["facts"]["record"] == 2 * 2_200


def test_what_was_previewed_is_what_is_recorded(detroit: Detroit) -> None:
    facts = sum(detroit.preview["facts"].values())

    assert detroit.after_second == detroit.after_first + facts + 1


def test_each_edition_answers_for_its_own_knowledge(detroit: Detroit) -> None:
    assert table(detroit.home, detroit.after_first) == AS_FIRST
    assert table(detroit.home, detroit.after_second) == AS_SECOND
    assert table(detroit.home, "") == AS_SECOND


def test_an_answer_states_its_dates_and_its_position(detroit: Detroit) -> None:
    asked = ("--as-of", BY[0], "--as-known", str(detroit.after_first), "--summary")

    answer = answered(detroit.home, "state", "plots", *asked)

    stated = {k: v for k, v in answer.items() if k != "stages"}
    assert stated == {
        "as_of": BY[0],
        "as_known": str(detroit.after_first),
        "position": detroit.after_first,
        "provisional": False,
    }


def test_the_same_file_twice_records_nothing(detroit: Detroit) -> None:
    again = imported(detroit.home, SECOND, MAPPING, register=REGISTER)

    assert again.exit_code == 0
    assert "nothing recorded" in again.output
    assert head(detroit.home).position == detroit.after_second


def test_every_fact_names_its_file_and_its_line(detroit: Detroit) -> None:
    begins = rows_by_parcel(FIRST)
    parcels = [*list(begins)[:40], *list(begins)[-40:]]
    district = open_district(detroit.home)

    for parcel in parcels:
        told = lines(district, f"plot:{parcel}")[:2]

        where = (FIRST.name, begins[parcel])
        assert told == [("PlotRegistered", *where), ("PlotStageRecorded", *where)]

    district.close()


def test_the_differences_name_the_corrections_that_caused_them(
    detroit: Detroit,
) -> None:
    known = (str(detroit.after_first), str(detroit.after_second))

    answer = answered(
        detroit.home, "diff", "plots", "--as-of", BY[3], "--known", *known
    )

    changed = {
        row["plot"]: (row["before"], row["after"]) for row in answer["differences"]
    }
    gone = [plot for plot, answers in changed.items() if answers[1] == "absent"]
    new = rows_by_parcel(SECOND).keys() - rows_by_parcel(FIRST).keys()
    assert set(gone) == rows_by_parcel(FIRST).keys() - rows_by_parcel(SECOND).keys()
    assert {p for p, each in changed.items() if each[0] == "absent"} == new
    assert all(row["causes"] for row in answer["differences"])


def test_an_earlier_edition_again_brings_its_figures_back(detroit: Detroit) -> None:
    copy = detroit.home.with_name("third")
    shutil.copytree(detroit.home, copy)

    third = imported(copy, FIRST, MAPPING, register=REGISTER)

    assert third.exit_code == 0
    assert " 8  rows that are back" in third.output
    assert table(copy, "") == AS_FIRST
    assert table(copy, detroit.after_second) == AS_SECOND
    assert table(copy, detroit.after_first) == AS_FIRST
    gone = rows_by_parcel(FIRST).keys() - rows_by_parcel(SECOND).keys()
    district = open_district(copy)
    for parcel in gone:
        names = [name for name, _, _ in lines(district, f"plot:{parcel}")]
        assert names[2:] == ["FactWithdrawn"] * 4
    district.close()
