"""What a command of the command line loads: nothing that only a server needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = """
import sys
import web.cli.main
import web.cli.{module}
print(*{{name.partition(".")[0] for name in sys.modules}})
"""
OF_SERVERS = {
    *("flask", "werkzeug", "jinja2", "uvicorn", "structlog", "cachetools"),
    *("geopandas", "pandas", "folium", "matplotlib"),
}


@pytest.mark.parametrize(
    "module", ["recording", "importing", "questions", "keeping", "founding"]
)
def test_a_command_starts_without_what_only_servers_need(module: str) -> None:
    code = LOADED.format(module=module)
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()

    assert OF_SERVERS.isdisjoint(loaded)
    assert "sqlalchemy" in loaded
