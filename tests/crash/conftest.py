"""A district with the plots that the crash tests send commands about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.orders import registrations, send_all
from web.district.opening import open_district


@pytest.fixture
def begun(home: Path) -> Path:
    """Register the plots, and close the district again."""
    district = open_district(home)
    send_all(district.app, registrations())
    district.close()
    return home
