"""Have a foreign file read by a process of its own, and judge what comes back."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from geo.foreign import refusals
from geo.foreign.base_layer import BrokenLayerError, decoded
from geo.foreign.child import LAYER, REPORT, SOURCE
from geo.foreign.limits import MEGABYTE, Limits, Wanted
from geo.record import errors

CHILD = "geo.foreign.child"
CHUNK_BYTES = 1 << 20
CLOSED = "http://127.0.0.1:9"
"""Where the network is not cut off, whoever asks for it is sent where nobody is."""
SETTINGS: Mapping[str, str] = {
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_PROXY": CLOSED,
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_NUM_THREADS": "1",
    "GDAL_PAM_ENABLED": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
    "OPENBLAS_NUM_THREADS": "1",
    "PROJ_NETWORK": "OFF",
    "PYTHONDONTWRITEBYTECODE": "1",
    "http_proxy": CLOSED,
    "https_proxy": CLOSED,
}


@dataclass(frozen=True, slots=True)
class ReadLayer:
    """A foreign file in the form in which it is kept."""

    content: bytes
    """As ``geo.foreign.base_layer.decoded`` reads it."""
    digest: str
    """SHA-256 of the content, which names all that it depends on."""
    source_sha256: str
    features: int
    is_confined: bool
    """Whether the process that read it had no network at all."""


def read_foreign(
    file: BinaryIO, wanted: Wanted, limits: Limits | None = None
) -> ReadLayer:
    """Read a base layer from a GeoPackage or GeoJSON, told apart by their content.

    The file is copied first: what is read is what the digest is of, and nothing that
    lies beside it.

    Args:
        file: The open file; an ordinary one, or whoever waits for it waits for ever.
        wanted: What to read of it.
        limits: What that may take; those by default if left out.

    Raises:
        LayerFileError: It is neither, is damaged or too large, or took too much.
        UndeclaredCrsError, LinkedCrsError, OutOfCrsError, UnknownColumnError and
        those of ``geo.record.crs``: As they say.
    """
    limits = limits or Limits()
    with TemporaryDirectory(prefix="guatu-layer-") as name:
        folder = Path(name)
        sha256 = _copied(file, folder / SOURCE, wanted.file, limits)
        task = {"limits": asdict(limits), "wanted": asdict(wanted), "sha256": sha256}
        code = _run(folder, json.dumps(task), wanted.file, limits)
        report = _report(folder, code, wanted.file, limits)
        content = _content(folder, code, wanted.file)
    digest = hashlib.sha256(content).hexdigest()
    features, is_confined = report["features"], report["is_confined"]
    return ReadLayer(content, digest, sha256, int(features), bool(is_confined))


def _copied(file: BinaryIO, to: Path, name: str, limits: Limits) -> str:
    """Copy a file that may have no end, and return its digest."""
    digest, copied = hashlib.sha256(), 0
    with to.open("xb") as writing:
        while chunk := file.read(CHUNK_BYTES):
            copied += len(chunk)
            if copied > limits.file_bytes:
                raise refusals.FileTooLargeError(
                    file=name, most_mb=limits.file_bytes // MEGABYTE
                )
            digest.update(chunk)
            writing.write(chunk)
    return digest.hexdigest()


def _run(folder: Path, task: str, name: str, limits: Limits) -> int:
    """Start the process anew, never forked, and wait for it as long as it may take."""
    with subprocess.Popen(  # noqa: S603  (our own program)
        [sys.executable, "-P", "-s", "-m", CHILD],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            process.communicate(task, timeout=limits.wall_s)
        except subprocess.TimeoutExpired:
            raise refusals.ReadingTooLongError(
                file=name, limit_s=limits.wall_s
            ) from None
        finally:
            process.kill()
    return process.returncode


def _environment(folder: Path) -> dict[str, str]:
    """Give the process what it needs to start, and nothing that it could tell."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {
        **kept,
        **SETTINGS,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(os.path.abspath(each) for each in sys.path),  # noqa: PTH100  (an empty entry is this folder)
    }


def _report(folder: Path, code: int, name: str, limits: Limits) -> dict[str, Any]:
    """Read what the process has to say, or explain why it says nothing.

    Raises:
        GeoError: What it refused, or why it was ended.
    """
    try:
        report: dict[str, Any] = json.loads(_read(folder / REPORT))
        if "refused" not in report:
            return report
        refusal, fields = _refusal(str(report["refused"])), report["fields"]
    except (OSError, ValueError, LookupError):
        raise _broken_off(code, name, limits) from None
    raise refusal(**fields)


def _refusal(name: str) -> type[errors.GeoError]:
    """Return the refusal of a name; nothing else can be raised from a report."""
    found = getattr(refusals, name, None) or getattr(errors, name)
    if not (isinstance(found, type) and issubclass(found, errors.GeoError)):
        raise LookupError(name)  # noqa: TRY004  (the report is at fault)
    return found


def _broken_off(code: int, name: str, limits: Limits) -> errors.LayerFileError:
    if code == -getattr(signal, "SIGXCPU", 0):
        return refusals.ReadingTooLongError(file=name, limit_s=limits.cpu_s)
    return refusals.ReadingBrokenOffError(file=name, code=code)


def _content(folder: Path, code: int, name: str) -> bytes:
    """Take the layer over, once it is known to be whole."""
    try:
        content = _read(folder / LAYER)
        decoded(content)
    except (OSError, BrokenLayerError):
        raise refusals.ReadingBrokenOffError(file=name, code=code) from None
    return content


def _read(path: Path) -> bytes:
    """Read what the process wrote, never what a link of its own leads to."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(file, "rb") as opened:
        return opened.read()
