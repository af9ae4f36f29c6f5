"""A district's folder and files are for their owner alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.building import guatu, record, registered
from web.app import create_app
from web.frame.asked import EXTENSION


@pytest.fixture
def _open_umask() -> Iterator[None]:
    """Let everybody read what is made, as a careless system does."""
    before = os.umask(0)
    yield
    os.umask(before)


def others_may(folder: Path) -> dict[str, str]:
    """Tell what people other than the owner may do with a folder and what it holds."""
    return {
        path.name: oct(path.stat().st_mode & 0o077)
        for path in [folder, *folder.rglob("*")]
        if path.stat().st_mode & 0o077
    }


@pytest.mark.usefixtures("_open_umask")
def test_nobody_but_the_owner_may_read_a_home(tmp_path: Path) -> None:
    home = tmp_path / "one" / "two"
    assert guatu(home, "init").exit_code == 0

    app = create_app(home)
    district = app.extensions[EXTENSION].district
    record(district.app, registered("A-1"))
    district.refresh()
    while_open = others_may(home)
    district.close()

    assert while_open == {}
    assert others_may(home) == {}


def test_a_home_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = guatu(tmp_path / "file" / "home", "init")

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
