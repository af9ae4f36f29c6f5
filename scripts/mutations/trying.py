"""Try a mutant: tests run against a copy of the tree in which one line is changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from scripts.mutations.warm import NEEDS_NEW, OPTIONS, Order

ROOT = Path(__file__).parents[2]
BUILT = ("web/static/vendor", "web/translations")
PACKAGES = ("domain", "projections", "geo", "web")
COMPILED = ("-m", "compileall", "-q", "--invalidation-mode", "checked-hash")
LEAST_S = 20
NOT_TRIED = (NEEDS_NEW, pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED)
"""A test may be known by another name the second time that a process collects it."""


NO_SUCH_TEST = "ERROR: not found"


class Verdict(NamedTuple):
    """What became of a mutant, and the last words of the tests."""

    killed: bool
    words: str


class Copy:
    """A copy of the repository to spoil; the working tree is never touched."""

    def __init__(self, folder: Path) -> None:
        """Copy all that git knows, and what is built, and have a process load it."""
        self.folder = folder
        for path in _tracked():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, folder / path)
        for built in BUILT:
            shutil.copytree(ROOT / built, folder / built, dirs_exist_ok=True)
        for linked in (".venv", "node_modules"):
            (folder / linked).symlink_to(ROOT / linked)
        # Bytecode by time and size would be wrong: "<" is as long as ">".
        self._started(*COMPILED, *PACKAGES).communicate()
        self._warm = self._started("-m", "scripts.mutations.warm")

    def close(self) -> None:
        """End the process."""
        self._warm.communicate()

    def tried(
        self, path: str, content: bytes, tests: Sequence[str], s: float
    ) -> Verdict:
        """Run tests with other content in one file, which is put back.

        Args:
            path: The file, from the root.
            content: What stands in it while the tests run.
            tests: Node ids; the first that fails ends the run.
            s: What the tests are expected to take, in seconds.

        Returns:
            Killed, if a test failed or the tests ran far beyond their time.
        """
        file = self.folder / path
        before = file.read_bytes()
        output = self.folder / "output.txt"
        limit_s = int(LEAST_S + 3 * s)
        file.write_bytes(content)
        try:
            order = Order(path, before.decode(), [*tests], limit_s, str(output))
            code = self._ordered(order)
            if code in NOT_TRIED:
                code = self._anew(tests, output, limit_s)
        finally:
            file.write_bytes(before)
        said = output.read_text(encoding="utf-8", errors="replace").splitlines()
        lives = code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
        was_tried = not any(line.startswith(NO_SUCH_TEST) for line in said)
        return Verdict(was_tried and not lives, f"{code}: {_last(said)}")

    def _ordered(self, order: Order) -> int:
        assert self._warm.stdin  # noqa: S101 - for the type checker: both are pipes
        assert self._warm.stdout  # noqa: S101
        self._warm.stdin.write(msgspec.json.encode(order).decode() + "\n")
        self._warm.stdin.flush()
        while (answer := self._warm.stdout.readline().strip()) == "ready":
            pass
        return int(answer)

    def _anew(self, tests: Sequence[str], output: Path, limit_s: int) -> int:
        chosen = self.folder / "chosen.txt"
        chosen.write_text("\n".join(tests), encoding="utf-8")
        words = ("-m", "pytest", *OPTIONS, f"@{chosen}")
        running = self._started(*words, errors=subprocess.STDOUT)
        try:
            said, _ = running.communicate(timeout=limit_s * 6)
        except subprocess.TimeoutExpired:
            running.kill()
            return -9
        output.write_text(said, encoding="utf-8")
        return running.returncode

    def _started(
        self, *arguments: str, errors: int | None = None
    ) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.Popen(  # noqa: S603 - our own tests
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )


def _last(said: Sequence[str]) -> str:
    """Return the line that names the test that failed, or the last one."""
    named = [line for line in said if line.startswith(("FAILED", "ERROR"))]
    return (named or [*said, ""])[0][:160]


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - git of whoever runs this
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for path in listed.split("\0") if path and (ROOT / path).is_file()]
