"""A small district that is served, and what must hold whatever it is sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.integration.small_district import settle
from web.app import create_app
from web.district.founding import found_district
from web.district.opening import District
from web.frame.asked import EXTENSION

FEW = 1_000
"""Of each of three kinds in the ordinary suite."""
MANY = int(os.environ.get("GUATU_FUZZ", "17_000"))
"""The same in the nightly one: 51,000 in all."""


@dataclass(frozen=True, slots=True)
class Target:
    """A served district under odd inputs."""

    client: FlaskClient
    district: District
    positions: dict[str, int]

    @property
    def position(self) -> int:
        """Where the journal ends."""
        return self.district.app.journal.head().position

    def require_sound(self, response: TestResponse, sent: object, before: int) -> None:
        """Require an answer or a sentence, and nothing recorded by a refusal."""
        told = response.get_data(as_text=True)
        assert response.status_code < 500, (sent, response.status_code, told[:400])
        assert "Traceback (most recent call last)" not in told, sent
        if response.status_code >= 400:
            assert self.position == before, sent


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """Serve a district of a few things; what is drawn may record more of them."""
    home: Path = tmp_path_factory.mktemp("fuzz") / "district"
    found_district(home, name="测试区", crs="EPSG:4547", currency="CNY")
    app = create_app(home)
    district = app.extensions[EXTENSION].district
    positions = settle(district.app)
    yield Target(app.test_client(), district, positions)
    district.close()


@pytest.fixture(
    params=[
        pytest.param(FEW, id="few"),
        pytest.param(MANY, id="many", marks=pytest.mark.slow),
    ]
)
def inputs(request: pytest.FixtureRequest) -> range:
    """Tell which inputs are drawn: each by a seed of its own, to be drawn again."""
    first = 0 if request.param == FEW else FEW
    return range(first, first + request.param)
