"""What the README tells people to type works as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import MadeOnce
from web.cli.main import main
from web.samples.demo.filling import found_demo

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\.venv/bin/guatu --home var/demo (.+)$", README, re.MULTILINE)


@pytest.fixture(scope="module")
def home(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the smallest demo district, in place of ``var/demo``."""
    made = made_once("demo-7", lambda home: found_demo(home, size="tiny", seed=7))
    folder = tmp_path_factory.mktemp("readme") / "demo"
    shutil.copytree(made, folder)
    return folder


def test_the_readme_tells_commands() -> None:
    assert len(COMMANDS) >= 3


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_answers(home: Path, command: str) -> None:
    result = CliRunner().invoke(main, ["--home", str(home), *shlex.split(command)])

    assert result.exit_code == 0, result.output
    assert "position" in result.output


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)h][^)]*)\)", README))
def test_a_link_of_the_readme_leads_somewhere(link: str) -> None:
    assert (Path(__file__).parents[3] / link).exists()
