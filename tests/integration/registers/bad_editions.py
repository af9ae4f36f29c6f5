"""Editions of a register that must be refused, each with what its refusal must say."""

from __future__ import annotations

from dataclasses import dataclass

from tests.integration.building import mapping, square

HEADER = "编号,片区,面积,界址,拆除日期,金额\n"
GOOD = f'A-1,北区,400,"{square()}",2024-05-01,1000.50\n'
OUTLINE = '[boundary]\ncrs = "EPSG:4547"\nwkt = "界址"\n'
REGISTERED = """
record = "PlotRegistered"
members.effective.value = "2020-01-01"
members.zone.column = "片区"
members.paper_area_m2.column = "面积"
"""
DEMOLISHED = """
record = "PlotStageRecorded"
members.stage.value = "demolished"
members.effective.column = "拆除日期"
members.amount.column = "金额"
"""
MAPPING = f"{mapping(REGISTERED, DEMOLISHED)}\n{OUTLINE}"
STAGES_ONLY = mapping(DEMOLISHED)
AS_A_MEMBER = mapping(f'{REGISTERED}members.boundary.column = "界址"', DEMOLISHED)
BOW_TIE = (
    "POLYGON ((500000 3900000, 500020 3900020, 500020 3900000, "
    "500000 3900020, 500000 3900000))"
)


def row(  # noqa: PLR0913  (a row has that many cells)
    plot: str = "A-1",
    *,
    zone: str = "北区",
    area: str = "400",
    boundary: str = "",
    date: str = "2024-05-01",
    amount: str = "1000.50",
) -> str:
    return f'{plot},{zone},{area},"{boundary or square()}",{date},{amount}\n'


@dataclass(frozen=True, slots=True)
class Bad:
    """An edition that must be refused, and what the refusal must say."""

    name: str
    says: tuple[str, ...]
    text: str | bytes = HEADER + GOOD
    mapping: str | bytes = MAPPING

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self.text.encode() if isinstance(self.text, str) else self.text

    @property
    def meaning(self) -> bytes:
        """The bytes of its mapping."""
        mapping = self.mapping
        return mapping.encode() if isinstance(mapping, str) else mapping


SECOND_LINE = "new.csv, line 2"
THIRD_LINE = "new.csv, line 3"
BAD = [
    Bad(
        "a wrong column name in the mapping",
        ("new.csv, line 1", "拆除日"),
        mapping=MAPPING.replace("拆除日期", "拆除日"),
    ),
    Bad(
        "an impossible date",
        (SECOND_LINE, "拆除日期", "2023-02-29"),
        HEADER + row(date="2023-02-29"),
    ),
    Bad("a negative area", (SECOND_LINE, "-5", "area"), HEADER + row(area="-5")),
    Bad(
        "a boundary that crosses itself",
        (SECOND_LINE, "Self-intersection"),
        HEADER + row(boundary=BOW_TIE),
    ),
    Bad(
        "a boundary that is no geometry",
        (SECOND_LINE, "cannot be read"),
        HEADER + row(boundary="北至河"),
    ),
    Bad(
        "a boundary mapped like any other member, without a CRS",
        ("map.toml", "[boundary]"),
        HEADER + row(boundary="北至河"),
        AS_A_MEMBER,
    ),
    Bad(
        "a stage of a plot that nobody registered",
        (THIRD_LINE, "There is no plot “B-9”"),
        HEADER + row() + row("B-9"),
        STAGES_ONLY,
    ),
    Bad(
        "two rows of one plot",
        (THIRD_LINE, "“A-1” stands on line 2"),
        HEADER + row() + row(zone="南区"),
    ),
    Bad("a blank id", (SECOND_LINE, "id"), HEADER + row(plot=" ")),
    Bad("an empty file", ("new.csv", "is empty"), b""),
    Bad("a header only", ("new.csv", "is empty"), HEADER),
    Bad(
        "another encoding than the declared one",
        ("new.csv, line 1", "utf-8"),
        (HEADER + GOOD).encode("gb18030"),
        f'{MAPPING}\n[file]\nencoding = "utf-8"',
    ),
    Bad(
        "an encoding that does not exist",
        ("new.csv", "klingon"),
        mapping=f'{MAPPING}\n[file]\nencoding = "klingon"',
    ),
    Bad(
        "money of another country",
        ("map.toml", "USD", "CNY"),
        mapping=MAPPING.replace("id =", 'currency = "USD"\nid ='),
    ),
    Bad("a row with too many cells", (SECOND_LINE, "7 cells"), HEADER + "x," + GOOD),
    Bad(
        "a row with too few cells", (THIRD_LINE, "2 cells"), HEADER + GOOD + "B-1,北\n"
    ),
    Bad("a quote that never ends", ("new.csv, line",), HEADER + 'A-1,"北区\n' + GOOD),
    Bad("a zero byte in an id", (SECOND_LINE, "id"), HEADER + row(plot="A\0-1")),
    Bad("a zero byte in a zone", (SECOND_LINE, "zone"), HEADER + row(zone="北\0区")),
    Bad(
        "a column that is there twice",
        ("new.csv, line 1", "金额"),
        HEADER.replace("面积", "金额") + GOOD,
        MAPPING.replace('members.paper_area_m2.column = "面积"\n', ""),
    ),
    Bad(
        "an unknown key in the mapping",
        ("map.toml", "colour"),
        mapping=f'colour = "red"\n{MAPPING}',
    ),
    Bad("a mapping that is not TOML", ("map.toml",), mapping="{]"),
    Bad(
        "a mapping that is not UTF-8", ("map.toml",), mapping=MAPPING.encode("gb18030")
    ),
    Bad(
        "a delimiter of two characters",
        ("map.toml", "delimiter"),
        mapping=f'{MAPPING}\n[file]\ndelimiter = ";;"',
    ),
    Bad(
        "a decimal comma that also parts thousands",
        ("map.toml", "thousands"),
        HEADER + row(amount='"1000,50"'),
        f'{MAPPING}\n[formats]\ndecimal = ","',
    ),
    Bad(
        "a comma that does not part thousands",
        (SECOND_LINE, "1000,50"),
        HEADER + row(amount='"1000,50"'),
    ),
    Bad(
        "a blank stage",
        (SECOND_LINE, "阶段"),
        mapping=MAPPING.replace(
            'members.stage.value = "demolished"', 'members.stage.column = "阶段"'
        ),
        text=HEADER.replace("金额", "金额,阶段") + GOOD.replace("\n", ",\n"),
    ),
    Bad(
        "a reference system that does not exist",
        ("EPSG:1",),
        mapping=MAPPING.replace("EPSG:4547", "EPSG:1"),
    ),
]
