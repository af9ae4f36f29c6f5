"""Odd texts and values, drawn by a seeded chance: what people and programs may send."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

LONG = "9" * 4_400
TEXTS = (
    *("", " ", "0", "-1", "1", "00", "١", "１", "NaN", "inf", "-0", "1e309", "0x1F"),
    *("9223372036854775807", "9223372036854775808", LONG, "-" + LONG),
    *(
        "2024-02-29",
        "2024-02-30",
        "2024-13-01",
        "0000-01-01",
        "9999-12-31",
        "1949-05-28",
    ),
    *("2024-06-30T12:00:00Z", "2024-06-30T12:00:00", "2024-06-30T25:00+08:00"),
    *("1986-05-04T02:30:00+09:00", "2262-04-12", "today", "2024-06-30 ", "2024-W26"),
    *(
        "A-1",
        "P-1",
        "plot:A-1",
        "plot:",
        ":",
        "project:P-1",
        "a/b",
        "..",
        ".",
        "../../x",
    ),
    *(
        "%00",
        "\0",
        "\x1b[31m",
        "\n",
        "\r\nSet-Cookie: a=b",
        "\u200b",
        "\u202e",
        "é",
        "é",
    ),
    *(
        "\ud800",
        "\U000e0041",
        "\ufeff",
        "\uffff",
        "𠮷",
        "😀" * 50,
        "片区 甲",
        "=1+1",
        "@x",
    ),
    *(
        "<script>alert(1)</script>",
        "'; DROP TABLE commands;--",
        "{why}",
        "%s%n",
        "{0.__class__}",
    ),
    *(
        "stage",
        "zone",
        "exists",
        "boundary",
        "point",
        "freeze",
        "permit:",
        "permit:用地许可",
    ),
    *(
        "none",
        "“none”",
        "absent",
        "demolished",
        "json",
        "csv",
        "geojson",
        "table",
        "en",
        "zh",
    ),
    *("POLYGON ((0 0, 1 1))", "POINT EMPTY", "CIRCULARSTRING (0 0, 1 1, 2 0)"),
    *(
        "POLYGON ((0 0, 0 0, 0 0, 0 0))",
        "POINT (NaN 1)",
        "POINT Z (1 2 3)",
        "x" * 70_000,
    ),
    *(
        "118.3,35.0,118.4,35.1",
        "1,2,3",
        "a,b,c,d",
        "118.4,35.1,118.3,35.0",
        "1e400,0,1,1",
    ),
)
NAMES = (
    *("as_of", "as_known", "known", "lang", "format", "page", "zones", "fragment", "q"),
    *(
        "attribute",
        "value",
        "kind",
        "thing",
        "thing2",
        "attribute2",
        "value2",
        "from",
        "to",
    ),
    *(
        "x",
        "y",
        "lon",
        "lat",
        "zone",
        "town",
        "project",
        "land_use",
        "stage",
        "order",
        "by",
    ),
    *(
        "day",
        "measures",
        "measure",
        "view",
        "plots",
        "plot",
        "step",
        "record",
        "actor",
        "kept",
    ),
    *(
        "after",
        "area",
        "paper",
        "scale",
        "title",
        "off",
        "edition",
        "position",
        "__proto__",
    ),
)


def text(chance: Random) -> str:
    """Draw a text, sometimes with a character put in, taken out or doubled."""
    drawn = chance.choice(TEXTS)
    if drawn and chance.random() < 0.3:
        place = chance.randrange(len(drawn))
        put_in = chance.choice(
            ("", "\0", "é", "'", drawn[place] * 2, chr(chance.randrange(1, 0x3000)))
        )
        drawn = drawn[:place] + put_in + drawn[place + 1 :]
    return drawn


def sendable(drawn: str) -> str:
    """Leave out what no address and no UTF-8 can hold."""
    return drawn.encode("utf-8", "ignore").decode()


def value(chance: Random, depth: int = 0) -> object:
    """Draw what a member of a command may hold, and what none may."""
    drawn = chance.randrange(10 if depth < 3 else 7)
    if drawn < 4:
        return text(chance)
    if drawn == 4:
        return chance.choice(
            (0, -1, 1, 2**53, 2**63, -(2**70), 0.1, 1e308, True, False)
        )
    if drawn < 7:
        return (
            None if drawn == 5 else {"type": "Point", "coordinates": [text(chance), 1]}
        )
    if drawn == 7:
        return [value(chance, depth + 1) for _ in range(chance.randrange(4))]
    if drawn == 8:
        return _shape(chance)
    return {text(chance): value(chance, depth + 1) for _ in range(chance.randrange(3))}


def _shape(chance: Random) -> object:
    """Draw GeoJSON, or almost."""
    corner = [
        chance.choice((118.3, 200.0, -1e300, 0)),
        chance.choice((35.0, 91, "35", None)),
    ]
    kind = chance.choice(
        ("Point", "Polygon", "MultiPolygon", "GeometryCollection", "Curve")
    )
    rings: Sequence[object] = [[corner, [118.4, 35.0], [118.4, 35.1], corner]]
    shape: dict[str, object] = {
        "type": kind,
        "coordinates": corner if kind == "Point" else rings,
    }
    if chance.random() < 0.2:
        shape["crs"] = {"type": "link", "properties": {"href": "http://127.0.0.1:9/x"}}
    return shape


def garbled(chance: Random, content: bytes) -> bytes:
    """Draw a file that was damaged: cut, changed, doubled, or of another encoding."""
    drawn = bytearray(content)
    for _ in range(chance.randrange(1, 9)):
        place = chance.randrange(len(drawn) + 1)
        match chance.randrange(5):
            case 0:
                drawn[place : place + chance.randrange(40)] = b""
            case 1:
                drawn[place:place] = chance.randbytes(chance.randrange(1, 12))
            case 2:
                drawn[place : place + 1] = bytes([chance.randrange(256)])
            case 3:
                drawn[place:place] = text(chance).encode("utf-8", "surrogatepass")
            case 4:
                drawn[place:place] = drawn[place : place + chance.randrange(60)]
    return bytes(drawn)
