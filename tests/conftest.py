"""A founded district in a folder of its own, open, and served."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from tests.templates import compile_once
from web.app import create_app
from web.district.founding import found_district
from web.district.opening import District, open_district
from web.frame.asked import EXTENSION

# A busy machine is no fault of the code: laws are tried, never timed.
settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")

compile_once()

MadeOnce = Callable[[str, Callable[[Path], object]], Path]
"""A folder by its name, made by the first who asks for it."""

SKIP_NOTHING = bool(os.environ.get("GUATU_SKIP_NOTHING"))
"""Set in CI: a machine that lacks something there is a fault, not an excuse."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a test stand where ``make test`` looks for it."""
    for item in items:
        if item.get_closest_marker("alone") and "load" not in item.path.parts:
            msg = f"{item.nodeid} is marked `alone`: those stand in tests/load."
            raise pytest.UsageError(msg)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    """Let a test that would be skipped fail where nothing may be skipped."""
    report = yield
    if SKIP_NOTHING and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but nothing may be: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def marks_of_makers_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the marks of what is made for many tests apart from those of the user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("makers")))
        yield


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Make folders once for all processes of a run: read them, or copy them."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, under_way = shared / f"once-{name}", shared / f"making-{name}"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                make(under_way)
                under_way.rename(folder)
        return folder

    return made


@pytest.fixture(autouse=True)
def marks_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the marks of a test apart from those of the user and of other tests."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder))
        patch.delenv("GUATU_MARK", raising=False)
        yield folder / "guatu"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Found a district whose geometry lies in EPSG:4547 and whose money is CNY."""
    folder = tmp_path / "district"
    found_district(folder, name="测试区", crs="EPSG:4547", currency="CNY")
    return folder


@pytest.fixture
def district(home: Path) -> Iterator[District]:
    """Open the district, and close it after the test."""
    opened = open_district(home)
    yield opened
    opened.close()


@pytest.fixture
def app(home: Path) -> Iterator[Flask]:
    """Serve the district, and close it after the test."""
    serving = create_app(home)
    yield serving
    serving.extensions[EXTENSION].district.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Ask the served district."""
    return app.test_client()
