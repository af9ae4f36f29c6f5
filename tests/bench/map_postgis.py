"""PostGIS: a cluster to throw away, with the plots of one (V, K) in a good table."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

Row = tuple[int, str, str]
"""Number, stage, and shape in EPSG:3857 as hexadecimal EWKB."""

PROGRAMS = Path("/usr/lib/postgresql")
EXTENSIONS = Path("/usr/share/postgresql")
LACKING = "left out: PostgreSQL with PostGIS is not installed"
SETTINGS = (
    "listen_addresses=",
    "shared_buffers=512MB",
    "work_mem=64MB",
    "random_page_cost=1.1",
    "jit=off",
    "fsync=off",
)
"""All in memory, and nothing compiled: that costs a tile more than it saves."""

TABLE = """
CREATE EXTENSION postgis;
CREATE TABLE plot (number bigint, stage text, shape geometry(Geometry, 3857));
"""
INDEX = """
CREATE INDEX plot_shape ON plot USING gist (shape);
CLUSTER plot USING plot_shape;
"""
TILE = """
SELECT ST_AsMVT(feature, 'plots', 4096, 'drawn', 'number') FROM (
  SELECT number, stage, ST_AsMVTGeom(
    shape, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, false) AS drawn
  FROM plot
  WHERE shape && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 64.0 / 4096)
) AS feature
"""
"""As ours: outlines are not cut at the edge, and the same plots beyond it belong."""


def programs() -> Path | None:
    """Return where the programs of a PostgreSQL with PostGIS are; None without one."""
    for folder in sorted(PROGRAMS.glob("*"), reverse=True):
        extension = EXTENSIONS / folder.name / "extension" / "postgis.control"
        if (folder / "bin" / "initdb").exists() and extension.exists():
            return folder / "bin"
    return None


class PostGisTiles:
    """Cuts tiles by a statement that is prepared once."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._cursor = connection.cursor(binary=True)

    def tile(self, z: int, x: int, y: int) -> bytes:
        """Cut a tile; its bytes arrive in this process, as ours do."""
        at = {"z": z, "x": x, "y": y}
        found = self._cursor.execute(TILE, at, prepare=True).fetchone()
        return bytes(found[0]) if found else b""


@contextmanager
def postgis(programs: Path, plots: Iterable[Row]) -> Iterator[PostGisTiles]:
    """Start a cluster, fill its table, and yield its tiles; stop and remove it."""
    with TemporaryDirectory(prefix="guatu-postgis-") as folder:
        user = _owner(Path(folder))
        with (
            _running(programs, Path(folder), user),
            psycopg.connect(
                host=folder, dbname="postgres", user=user, autocommit=True
            ) as connection,
        ):
            _fill(connection, plots)
            yield PostGisTiles(connection)


def _owner(home: Path) -> str:
    """Give the folder to who may run a server: PostgreSQL refuses root."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {each.pw_name for each in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(home, user)
    return user


@contextmanager
def _running(programs: Path, home: Path, user: str) -> Iterator[None]:
    """Run a server that listens in its folder only."""
    data = str(home / "data")
    _call(user, [str(programs / "initdb"), "-D", data, "-A", "trust", "-N"])
    server = [str(programs / "pg_ctl"), "-D", data, "-l", str(home / "log"), "-w"]
    settings = " ".join(f"-c {each}" for each in SETTINGS)
    _call(user, [*server, "-o", f"{settings} -k {home}", "start"])
    try:
        yield
    finally:
        _call(user, [*server, "-m", "immediate", "stop"])


def _call(user: str, words: Sequence[str]) -> None:
    other = None if os.geteuid() else user
    subprocess.run(words, user=other, cwd="/", check=True, stdout=subprocess.DEVNULL)


def _fill(connection: psycopg.Connection, plots: Iterable[Row]) -> None:
    connection.execute(TABLE)
    with connection.cursor().copy("COPY plot FROM STDIN") as written:
        for row in plots:
            written.write_row(row)
    connection.execute(INDEX)
    connection.execute("VACUUM ANALYZE plot")
