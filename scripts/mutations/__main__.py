"""``make mutations``: change the domain in small ways and see the tests notice."""

from __future__ import annotations

import argparse
import queue
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from scripts.mutations.mutants import Mutant
from scripts.mutations.reaching import Reach
from scripts.mutations.results import Results
from scripts.mutations.sampling import equivalents, sampled
from scripts.mutations.trying import ROOT, Copy, Verdict

LEAST_KILLED = 0.95
FEW = 30
"""Nearly every mistake is noticed by one of so many tests."""
MEASURED = ROOT / "var" / "coverage"
RESULTS = ROOT / "var" / "mutations.jsonl"


class Tried(NamedTuple):
    """A mutant and its verdict."""

    mutant: Mutant
    verdict: Verdict


class Trial:
    """Mutants, tried in as many copies of the repository as there are processes."""

    def __init__(
        self,
        copies: Sequence[Copy],
        sources: Mapping[str, bytes],
        reach: Reach,
        results: Results,
    ) -> None:
        """Keep the copies, all of the same sources, ready for whoever is free."""
        self._sources, self._reach, self._results = sources, reach, results
        self._copies: queue.Queue[Copy] = queue.Queue()
        for copy in copies:
            self._copies.put(copy)

    def tried(self, mutant: Mutant) -> Tried:
        """Let the tests that reach a mutant's line run against it."""
        content = mutant.applied(self._sources[mutant.path])
        if words := self._results.killed(mutant.path, content):
            return Tried(mutant, Verdict(killed=True, words=words))
        verdict = self._verdict(mutant, content)
        self._results.add(mutant, content, verdict)
        return _printed(Tried(mutant, verdict))

    def _verdict(self, mutant: Mutant, content: bytes) -> Verdict:
        tests = self._reach.tests(mutant.path, mutant.line)
        if not tests:
            return Verdict(killed=False, words="no test")
        copy = self._copies.get()
        try:
            return self._tried(copy, mutant.path, content, tests)
        finally:
            self._copies.put(copy)

    def _tried(
        self, copy: Copy, path: str, content: bytes, tests: Sequence[str]
    ) -> Verdict:
        """Let a few tests run, and the others only if none of those notices."""
        verdict = Verdict(killed=False, words="no test")
        for some in (tests[:FEW], tests[FEW:]):
            if some and not verdict.killed:
                expected_s = sum(map(self._reach.seconds, some))
                verdict = copy.tried(path, content, some, expected_s)
        return verdict


def _printed(tried: Tried) -> Tried:
    word = "killed" if tried.verdict.killed else "ALIVE "
    print(word, tried.mutant, f"[{tried.verdict.words}]", flush=True)  # noqa: T201
    return tried


def _sources(package: str) -> dict[str, bytes]:
    files = sorted((ROOT / package).rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in files}


def _chosen(sources: Mapping[str, bytes], count: int, seed: int) -> list[Mutant]:
    known = equivalents()
    drawn = sampled(sources, count, seed)
    tried = [
        each
        for each in drawn
        if not any(k.means(each, sources[each.path]) for k in known)
    ]
    print(f"{len(drawn)} drawn, {len(drawn) - len(tried)} equivalent")  # noqa: T201
    return tried


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--package", default="domain")
    asked.add_argument("--count", type=int, default=200)
    asked.add_argument("--seed", type=int, default=9)
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument(
        "--resume", action="store_true", help="keep what was noticed before"
    )
    return asked.parse_args()


def main() -> int:
    """Try the mutants, print those that live, and fail if they are too many."""
    asked = _asked()
    sources = _sources(asked.package)
    drawn = _chosen(sources, asked.count, asked.seed)
    reach = Reach(MEASURED / "data", MEASURED / "tests.xml")
    with tempfile.TemporaryDirectory() as scratch:
        folders = [Path(scratch, str(each)) for each in range(asked.processes)]
        copies = [Copy(folder) for folder in folders]
        results = Results(RESULTS, resume=asked.resume)
        trial = Trial(copies, sources, reach, results)
        with ThreadPoolExecutor(asked.processes) as pool:
            tried = list(pool.map(trial.tried, drawn))
        for copy in copies:
            copy.close()
    return _reported(tried)


def _reported(tried: Sequence[Tried]) -> int:
    alive = [each.mutant for each in tried if not each.verdict.killed]
    share = 1 - len(alive) / len(tried)
    print(f"\n{len(tried) - len(alive)} of {len(tried)} killed, {share:.1%}")  # noqa: T201
    for mutant in alive:
        print(f"  {mutant}")  # noqa: T201
    return int(share < LEAST_KILLED)


if __name__ == "__main__":
    sys.exit(main())
