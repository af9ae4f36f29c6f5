"""Shapes that might end the process of whoever reads them, asked of one that may."""

from __future__ import annotations

import subprocess
import sys

WORDS = ("GEOMETRYCOLLECTION", "MULTISURFACE", "MULTIPOLYGON")
PROGRAM = """
import sys
from geo.record.shapes import boundaries_of_record

ROLES = ("source_crs", "district_crs")
for word in sys.argv[1:]:
    text = f"{word} (" * 300_000 + "POINT (1 1)" + ")" * 300_000
    column = boundaries_of_record([text], **dict.fromkeys(ROLES, "EPSG:4548"))
    print(type(column.problems[0]).__name__, flush=True)
"""


def test_shapes_nested_without_end_do_not_end_the_process() -> None:
    child = subprocess.run(
        [sys.executable, "-c", PROGRAM, *WORDS],
        capture_output=True,
        text=True,
        check=False,
    )

    told = child.stdout.split()
    assert child.returncode == 0, f"it ended with {WORDS[len(told)]}"
    assert len(told) == len(WORDS)
    assert all(name.endswith("Error") for name in told)
