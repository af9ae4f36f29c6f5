"""Rebuilding: fresh tables from the whole journal, in processes, resumed, swapped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine

from domain.journal.interface import JournalReader
from domain.journal.texts import nameless_among
from domain.things.registration import thing_of
from projections.building.batch import Batch, Row
from projections.building.catching_up import apply_next
from projections.building.chunks import (
    Files,
    batch_of,
    batch_of_streams,
    kin_in,
    lines_in,
    lines_of,
    make_indexes,
    nameless_in,
    open_files,
    write_once,
)
from projections.building.families import families, kin_of
from projections.building.rebuild_plan import (
    ALL_WRITTEN,
    FIRST_OF_FAMILIES,
    NAMELESS_ROWS,
    THINGS,
    Chunk,
    OvertakenError,
    Plan,
    Stream,
    current,
    cut,
    drop_left_behind,
    finished,
    planned,
    position_served,
    set_written,
    shared_out,
    streams_of,
    written,
)
from projections.building.thing_rows import add_family, entries_of
from projections.building.workers import write_in_processes
from projections.tables.engine import file_of, writing
from projections.tables.layout import Generation, generation
from projections.tables.marks import plan, point

WORTH_PROCESSES = 50_000
"""Fewer facts are written sooner than a process is started."""
STREAMS_A_TIME = 4_000

Progress = Callable[[int, int], None]


class Rebuild:
    """One run of a rebuild; it goes on with what an interrupted one has left."""

    def __init__(
        self, engine: Engine, journal: JournalReader, progress: Progress
    ) -> None:
        self._engine, self._journal, self._progress = engine, journal, progress
        with writing(engine) as connection:
            self._plan = planned(connection, journal)
            self._written = written(connection, self._plan)
        self._facts = 0
        self._counting = Lock()

    def run(self) -> int:
        """Write what is missing, then serve it; return the facts read."""
        facts = self._plan.mark.position
        try:
            self.write()
            self.catch_up()
            self.swap()
        except OvertakenError:
            """Another process has done the same, to the same end."""
        self._progress(facts, facts)
        return facts

    def write(self) -> None:
        """Write every row: things and chunks, then families; then indexes.

        Raises:
            OvertakenError: Another process has finished, or begun anew; this and the
                next steps may be taken by several at once.
        """
        if ALL_WRITTEN in self._written:
            return
        journal, views = file_of_journal(self._journal), file_of(self._engine)
        with closing(open_files(journal, views)) as files:
            streams = streams_of(files.journal, self._plan.mark.position)
            chunks = self._chunks(streams)

            def write_things() -> None:
                self._write_things(files, streams)

            if sum(chunk.facts for chunk in chunks) < WORTH_PROCESSES:
                write_things()
                self._write_here(files, chunks)
            else:
                write_in_processes(journal, views, chunks, self._count, write_things)
            self._write_nameless(files, streams)
            self._write_families(files)
            make_indexes(files, self._plan.generation)
        with self._ours() as connection:
            set_written(connection, self._plan, ALL_WRITTEN)

    def _write_things(self, files: Files, streams: Iterable[Stream]) -> None:
        if THINGS not in self._written:
            rows: list[Row] = [(each.number, *thing_of(each.name)) for each in streams]
            rows.sort()
            write_once(files, self._plan.generation, THINGS, Batch(things=rows))

    def _write_nameless(self, files: Files, streams: Iterable[Stream]) -> None:
        names = (each.name for each in streams)
        found = nameless_among(names, up_to=self._plan.mark.position)
        if found and NAMELESS_ROWS not in self._written:
            batch = batch_of_streams(nameless_in(files, found).items())
            write_once(files, self._plan.generation, NAMELESS_ROWS, batch)

    def _write_here(self, files: Files, chunks: Sequence[Chunk]) -> None:
        for each in shared_out(chunks, processes=1):
            lines = lines_in(files, each)
            for chunk in each:
                batch = batch_of(lines, chunk)
                write_once(files, chunk.generation, chunk.number, batch)
                self._count(chunk)

    @property
    def _tables(self) -> Generation:
        return generation(self._plan.generation)

    def _chunks(self, streams: Iterable[Stream]) -> list[Chunk]:
        """Return the chunks that are not written yet."""
        chunks = list(cut(self._plan, streams))
        for chunk in chunks:
            if chunk.number in self._written:
                self._count(chunk)
        return [chunk for chunk in chunks if chunk.number not in self._written]

    def _count(self, chunk: Chunk) -> None:
        with self._counting:
            self._facts += chunk.facts
            self._progress(self._facts, self._plan.mark.position)

    def _write_families(self, files: Files) -> None:
        """Write what the chunks have set aside: families of several streams."""
        kin = kin_in(files, self._plan.generation)
        everybody = families({stream for edge in kin for stream in edge}, kin)
        for number, some in enumerate(parted(everybody), FIRST_OF_FAMILIES):
            if number in self._written:
                continue
            streams = [stream for family in some for stream in family]
            lines = lines_of(files, streams, self._plan.mark.position)
            batch = Batch()
            for family in some:
                own = {each: lines[each] for each in family if each in lines}
                if tied := {s: of for s, of in own.items() if kin_of(entries_of(of))}:
                    # The others are named wrongly; their chunks have written them.
                    add_family(batch, tied)
            write_once(files, self._plan.generation, number, batch)

    def _advance(self, connection: Connection, up_to: int) -> None:
        """Let the fresh tables catch up with what was recorded meanwhile."""
        while self._plan.mark.position < up_to:
            read = self._plan.mark.position
            applied = apply_next(connection, self._tables, self._journal, read)
            if applied is None:
                break
            self._plan = Plan(self._plan.generation, applied[0])
            point(connection, plan, self._plan.generation, self._plan.mark)

    def catch_up(self) -> None:
        """Catch up batch by batch, so that little is left to do under the lock."""
        while (missing := self._journal.head().position) > self._plan.mark.position:
            with self._ours() as connection:
                self._advance(connection, min(missing, self._plan.mark.position + 1))

    def swap(self) -> None:
        """Serve the fresh tables, at least as far as the old ones; then drop those."""
        with self._ours() as connection:
            self._advance(connection, position_served(connection))
            finished(connection, self._plan)
        with writing(self._engine) as connection:
            drop_left_behind(connection)

    @contextmanager
    def _ours(self) -> Iterator[Connection]:
        """Hold the write lock, as long as the plan is still ours."""
        with writing(self._engine) as connection:
            self._plan = current(connection, self._plan)
            yield connection


def file_of_journal(journal: JournalReader) -> Path:
    """Return the file that a journal is in."""
    return journal.file


def parted(everybody: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """Part families into some at a time: the same at every call."""
    some: list[list[str]] = []
    streams = 0
    for family in everybody:
        some.append(family)
        streams += len(family)
        if streams >= STREAMS_A_TIME:
            yield some
            some, streams = [], 0
    if some:
        yield some
