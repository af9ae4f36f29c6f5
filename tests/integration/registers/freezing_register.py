"""A register of freezes, with times of day and periods."""

from __future__ import annotations

from pathlib import Path

from web.district.opening import District
from web.recording.registers.editions import ReadEdition, read_edition
from web.recording.registers.imports import apply, prepare

TIMED = '["%Y-%m-%d %H:%M", "%Y-%m-%d"]'
FROZEN = """
id = "编号"
[formats]
dates = {dates}
[[facts]]
record = "PlotFrozen"
members.effective.column = "起"
members.{end}.column = "止"
members.freeze.column = "公告"
"""


class Register:
    """A register of freezes, edition after edition in one file."""

    def __init__(self, folder: Path, mapping: str) -> None:
        self.file, self.mapping = folder / "冻结.csv", folder / "冻结.toml"
        self.mapping.write_text(mapping, encoding="utf-8")

    def write(self, *rows: str) -> None:
        """Put an edition in place of the last."""
        text = "\n".join(["编号,起,止,公告", *rows])
        self.file.write_text(text + "\n", encoding="utf-8")

    def read(self, *rows: str) -> ReadEdition:
        """Read an edition without the journal."""
        self.write(*rows)
        return read_edition(
            self.file,
            register="冻结",
            mapping_path=self.mapping,
            crs="EPSG:4547",
            currency="CNY",
        )

    def publish(self, district: District, *rows: str) -> dict[int, Exception]:
        """Import an edition; return what is refused, by line."""
        self.write(*rows)
        prepared = prepare(
            district, self.file, register="冻结", mapping_path=self.mapping
        )
        if not prepared.refused:
            apply(district, prepared, actor="test")
        return dict(prepared.refused)


def freezes(folder: Path, *, dates: str = TIMED, end: str = "until") -> Register:
    return Register(folder, FROZEN.format(dates=dates, end=end))
