"""``python -m geo.foreign.child``: reads one foreign file, confined, and ends.

It is told in JSON on its input what to read, writes the layer and a report into the
folder in which it was started, and says nothing else.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from geo.foreign.confinement import confine
from geo.foreign.limits import Limits, Wanted

SOURCE, LAYER, REPORT = Path("source"), Path("layer"), Path("report")

Report = dict[str, object]


def main() -> None:
    """Confine this process, read, and report."""
    task = json.loads(sys.stdin.read())
    limits, wanted = Limits(**task["limits"]), Wanted(**task["wanted"])
    is_confined = confine(limits)
    report = _read(wanted, limits, task["sha256"])
    REPORT.write_text(json.dumps({"is_confined": is_confined, **report}))


def _read(wanted: Wanted, limits: Limits, sha256: str) -> Report:
    """Read, or say why not: whatever a library raises is the fault of the file."""
    from geo.foreign import refusals  # noqa: PLC0415
    from geo.record.errors import GeoError  # noqa: PLC0415  (after the limits are set)

    try:
        return _layer(wanted, limits, sha256)
    except GeoError as refusal:
        return {"refused": type(refusal).__name__, "fields": refusal.fields}
    except MemoryError:
        limit_mb = limits.memory_bytes // 1_000_000
        fields = {"file": wanted.file, "limit_mb": limit_mb}
        return {"refused": refusals.ReadingTooMuchError.__name__, "fields": fields}
    except Exception as error:  # noqa: BLE001  (see above)
        said = str(error).replace(str(SOURCE.resolve()), wanted.file)[-120:]
        fields = {"file": wanted.file, "said": said or type(error).__name__}
        return {"refused": refusals.DamagedFileError.__name__, "fields": fields}


def _layer(wanted: Wanted, limits: Limits, sha256: str) -> Report:
    from geo.foreign.base_layer import encoded  # noqa: PLC0415
    from geo.foreign.formats import read_raw  # noqa: PLC0415
    from geo.foreign.laying import READING, laid  # noqa: PLC0415

    raw = read_raw(SOURCE, wanted, limits)
    layer = laid(raw, wanted, limits)
    origin: dict[str, str | int] = {
        "class_column": wanted.class_column,
        "driver": raw.driver,
        "label_column": wanted.label_column,
        "reading": READING,
        "sha256": sha256,
        "source_crs": raw.crs,
        "source_layer": wanted.source_layer,
    }
    LAYER.write_bytes(encoded(layer, origin))
    return {"features": len(layer)}


if __name__ == "__main__":
    main()
