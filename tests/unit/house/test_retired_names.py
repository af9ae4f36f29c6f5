"""Names that the code has exchanged for the field's own do not come back."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("domain", "projections", "geo", "web", "scripts")
GLOSSARY = ROOT / "docs" / "glossary.md"

RETIRED: Mapping[str, str] = {
    "afar": "zone_overview",
    "apart": "spacing",
    "Asked": "Request, or the options of a command",
    "at_length": "general",
    "believed": "answer",
    "caused": "causes_between",
    "contributing": "effective_by",
    "covering": "valid_at",
    "Decided": "Decision, DecidingFacts",
    "DoubtedTime": "CheckedTime",
    "entangled": "members_of_families",
    "give_back": "trim, release",
    "Given": "RawParameters",
    "held_of": "intervals_of",
    "Kept": "Cache, Finality",
    "_kept": "what is cached",
    "KEPT": "MOST_ENTRIES",
    "mortal": "may_expire",
    "Moved": "StaleStream, Transition",
    "moved_by": "causes_of_change",
    "moved_words": "stale_shown",
    "one_life": "fast_path",
    "Overview": "ZoneOverview",
    "painted": "overlaid",
    "Pieces": "Periods",
    "Reading": "DecisionContext, ClockReading",
    "sequenced": "intervals",
    "silent_of": "without_rows",
    "spare": "memory",
    "SpareMemory": "MemoryTrimmer",
    "Stand": "FactVersion",
    "Standing": "LiveFact",
    "stands": "fact_versions",
    "steady": "revised",
    "stood": "snapshots",
    "Stood": "DatedFact",
    "Stretch": "Interval",
    "stretches": "intervals",
    "Teller": "CommandWriter",
    "Texts": "Arguments",
    "told": "answer, rendered, or the thing itself",
    "_told": "what it returns",
    "Told": "DatedSheet, or what it is",
    "ToldTime": "SimulatedTime",
    "Turns": "SettledHistory",
    "ZonesAfar": "LiveZoneOverview",
}
"""Retired name → the name in its place; see `docs/glossary.md`."""

RETIRED_IN_SCRIPTS = re.compile(
    r"\b(tend[A-Z]\w*|furnish|Showing|MapQuery|addDoor|refuse)\b"
)
"""What listens is bound, controls are added, errors are reported."""


def names_in(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the identifiers of a module with their lines; prose is left alone."""
    source = io.StringIO(path.read_text(encoding="utf-8"))
    for token in tokenize.generate_tokens(source.readline):
        if token.type == tokenize.NAME:
            yield token.string, token.start[0]


def test_no_module_uses_a_retired_name() -> None:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]

    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}, now {RETIRED[name]}"
        for path in files
        for name, line in names_in(path)
        if name in RETIRED
    ]

    assert len(files) > 300
    assert found == []


def test_no_script_of_the_map_uses_a_retired_name() -> None:
    files = sorted((ROOT / "web" / "static" / "js").rglob("*.js"))

    found = [
        f"{path.name}: {match[0]}"
        for path in files
        for match in RETIRED_IN_SCRIPTS.finditer(path.read_text(encoding="utf-8"))
    ]

    assert len(files) > 60
    assert found == []


def test_the_glossary_names_files_that_there_are() -> None:
    named = re.findall(r"`([\w/]+\.(?:py|js))`", GLOSSARY.read_text(encoding="utf-8"))

    missing = [name for name in named if not (ROOT / name).is_file()]

    assert len(named) > 40
    assert missing == []
