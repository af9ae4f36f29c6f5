"""Marks follow a journal whoever appends first, and never another past."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.application import KeyProjects
from domain.journal.agreement import agreeing
from domain.journal.agreement.agreeing import disagreement
from domain.journal.agreement.losses import loss_of
from domain.journal.agreement.marking import Marking
from domain.journal.agreement.refusals import JournalAlteredError, JournalBehindError
from domain.journal.agreement.signing import checkpoint_taken, newest
from domain.journal.checkpoints.checkpoint import Checkpoint, SigningKey, opened
from domain.journal.marks.mark import Mark, packed
from domain.journal.marks.places import OtherMarkError, Place
from domain.journal.sqlite.leaves import JournalLeaves
from domain.journal.tree.merkle import Tree
from tests.integration.journal_builders import (
    ACTOR,
    JOURNAL_ID,
    founded,
    registration,
)
from tests.integration.journal_builders import opened as opened_journal

KEY = SigningKey("guatu/j-test", bytes(range(32)))
PLOTS = 6
LAST = PLOTS + 1


@pytest.fixture
def app(tmp_path: Path) -> Iterator[KeyProjects]:
    """Found a journal and record a few plots; nothing is marked of it yet."""
    with founded(tmp_path / "j.db") as made:
        for number in range(PLOTS):
            made.execute(registration(f"c{number}", f"P{number}"), actor=ACTOR)
        yield made


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "marks")
    yield made
    made.close()


def leaves_of(app: KeyProjects) -> list[bytes]:
    return [line.leaf for line in app.journal.lines_after(0, limit=99)]


def mark_at(app: KeyProjects, size: int, journal_id: str = JOURNAL_ID) -> Mark:
    """Make the mark of a journal at a size, from its lines alone."""
    leaves = leaves_of(app)[:size]
    return Mark(journal_id, leaves[-1], Tree().grown(b"".join(leaves)))


def leaves(app: KeyProjects) -> JournalLeaves:
    return JournalLeaves(app.journal)  # type: ignore[arg-type]  # it is on SQLite


def put(place: Place, mark: Mark) -> None:
    """Write a mark as whoever knows its format can."""
    place.folder.mkdir(exist_ok=True)
    place.file.write_bytes(packed(mark))


def size_in(place: Place) -> int:
    slot = place.slot()
    return 0 if slot is None else slot.tree.size


def test_the_mark_of_an_empty_journal_is_the_beginning(
    place: Place, tmp_path: Path
) -> None:
    with opened_journal(tmp_path / "empty.db") as app:
        marking = app.journal.marking_in([place], JOURNAL_ID)

        assert marking.mark() == Mark(JOURNAL_ID, bytes(32), Tree())


def test_a_thread_that_marks_late_does_not_move_the_mark_back(
    app: KeyProjects, place: Place
) -> None:
    marking = app.journal.marking_in([place], JOURNAL_ID)
    first, second = (next(leaves(app).parts(start, start + 1)) for start in (5, 6))

    marking.moved(second)
    marking.moved(first)
    marking.close()

    slot = place.slot()
    assert slot is not None
    assert slot.tree == mark_at(app, LAST).tree
    assert slot.leaf == leaves_of(app)[-1]


def test_what_others_have_appended_before_is_marked_as_well(
    app: KeyProjects, place: Place
) -> None:
    put(place, mark_at(app, 2))
    marking = app.journal.marking_in([place], JOURNAL_ID)

    marking.moved(next(leaves(app).parts(LAST - 1, LAST)))
    marking.close()

    assert size_in(place) == LAST
    assert place.trail(2, LAST) == leaves(app).trail(2, LAST)


def test_the_mark_of_another_journal_is_no_beginning(
    app: KeyProjects, place: Place
) -> None:
    put(place, mark_at(app, 3, "another"))

    marking = app.journal.marking_in([place], JOURNAL_ID)

    assert marking.mark() == mark_at(app, LAST)
    with pytest.raises(JournalAlteredError) as refused:
        marking.check()
    assert refused.value.fields["position"] == 1


def test_an_end_that_is_marked_otherwise_is_named_though_its_trail_agrees(
    app: KeyProjects, place: Place
) -> None:
    true = mark_at(app, LAST)
    place.advance(true, leaves(app))
    put(place, Mark(JOURNAL_ID, bytes(32), true.tree))

    stop = disagreement(app.journal, JOURNAL_ID, [place])  # type: ignore[arg-type]

    assert isinstance(stop, JournalAlteredError)
    assert stop.fields["position"] == LAST


def test_a_journal_behind_what_was_signed_is_told_by_the_note(
    app: KeyProjects, place: Place
) -> None:
    further = mark_at(app, LAST).tree.grown(bytes(32))
    place.notes.keep("signed\n", further)

    stop = disagreement(app.journal, JOURNAL_ID, [place])  # type: ignore[arg-type]

    assert isinstance(stop, JournalBehindError)
    assert stop.fields["position"] == LAST + 1
    assert stop.fields["file"] == place.notes.file(LAST + 1)


def test_the_loss_is_from_the_first_wrong_position_to_the_furthest_mark(
    app: KeyProjects, tmp_path: Path
) -> None:
    near, far, other, none = (Place(tmp_path / name) for name in "abcd")
    true = mark_at(app, LAST)
    grown = true.tree.grown(bytes(32) * 3)
    put(near, Mark(JOURNAL_ID, bytes(32), true.tree))
    put(far, Mark(JOURNAL_ID, bytes(32), grown))
    put(other, mark_at(app, 3, "another"))

    loss = loss_of(app.journal, JOURNAL_ID, [near, far, other, none])  # type: ignore[arg-type]

    assert loss is not None
    assert (loss.first, loss.last) == (LAST, LAST + 3)
    assert loss_of(app.journal, JOURNAL_ID, [other, none]) is None  # type: ignore[arg-type]


def test_a_place_keeps_the_mark_of_one_journal(app: KeyProjects, place: Place) -> None:
    place.advance(mark_at(app, 3, "another"), leaves(app))
    other = Place(place.folder)

    with pytest.raises(OtherMarkError):
        other.advance(mark_at(app, LAST), leaves(app))
    other.close()

    assert size_in(place) == 3


@pytest.mark.parametrize("size", [3, LAST])
def test_a_place_keeps_the_mark_of_one_past(
    app: KeyProjects, place: Place, size: int
) -> None:
    put(place, Mark(JOURNAL_ID, bytes(32), mark_at(app, size).tree))

    with pytest.raises(OtherMarkError):
        place.advance(mark_at(app, LAST), leaves(app))

    assert size_in(place) == size


def test_a_mark_that_another_process_has_moved_further_stays(
    app: KeyProjects, place: Place
) -> None:
    further = mark_at(app, LAST).tree.grown(bytes(32))
    put(place, Mark(JOURNAL_ID, bytes(32), further))

    place.advance(mark_at(app, LAST), leaves(app))

    assert size_in(place) == LAST + 1


def test_an_earlier_mark_is_set_aside_where_a_person_accepts_what_is_there(
    app: KeyProjects, place: Place
) -> None:
    true = mark_at(app, 4)
    put(place, Mark(JOURNAL_ID, bytes(32), mark_at(app, LAST).tree.grown(bytes(32))))
    (place.folder / "trail").write_bytes(b"x" * 99)
    before = place.file.read_bytes()

    place.accept(true, leaves(app))
    place.advance(mark_at(app, 5), leaves(app))

    assert (place.folder / f"mark.before-{LAST + 1}").read_bytes() == before
    assert (place.folder / f"trail.before-{LAST + 1}").read_bytes() == b"x" * 99
    assert size_in(place) == 5
    assert place.trail(0, 99) == leaves(app).trail(0, 5)


def test_what_an_earlier_journal_has_left_can_be_dropped(
    app: KeyProjects, place: Place
) -> None:
    place.advance(mark_at(app, 3, "another"), leaves(app))

    place.forget()
    place.advance(mark_at(app, 2), leaves(app))

    assert size_in(place) == 2
    assert place.trail(0, 99) == leaves(app).trail(0, 2)


def test_a_trail_that_remembers_otherwise_names_where_in_any_part(
    app: KeyProjects, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(place, Mark(JOURNAL_ID, bytes(32), mark_at(app, LAST).tree))
    trail = bytearray(leaves(app).trail(0, LAST))
    trail[8 * 4] ^= 1
    (place.folder / "trail").write_bytes(trail)
    monkeypatch.setattr(agreeing, "STEP", 2)

    stop = disagreement(app.journal, JOURNAL_ID, [place])  # type: ignore[arg-type]

    assert isinstance(stop, JournalAlteredError)
    assert stop.fields["position"] == 5


def test_a_process_that_ends_without_closing_waits_for_no_mark(
    app: KeyProjects, place: Place
) -> None:
    before = set(threading.enumerate())
    marking = app.journal.marking_in([place], JOURNAL_ID)
    marking.moved(next(leaves(app).parts(LAST - 1, LAST)))

    [timer] = set(threading.enumerate()) - before
    marking.close()

    assert timer.daemon


def test_nothing_is_signed_behind_a_checkpoint_that_tells_of_more(
    app: KeyProjects, place: Place
) -> None:
    marking = app.journal.marking_in([place], JOURNAL_ID)
    further = mark_at(app, LAST).tree.grown(bytes(32) * 2)
    note = KEY.sign(Checkpoint(KEY.name, further.size, further.root))
    place.notes.keep(note, further)

    with pytest.raises(JournalBehindError) as refused:
        checkpoint_taken(marking, KEY)

    told = refused.value.fields
    assert (told["found"], told["size"], told["position"]) == (LAST, LAST + 2, LAST + 1)


@pytest.mark.parametrize("has_tree", [True, False])
def test_nothing_is_signed_that_did_not_grow_out_of_what_was_signed(
    app: KeyProjects, place: Place, *, has_tree: bool
) -> None:
    marking = app.journal.marking_in([place], JOURNAL_ID)
    others = Tree().grown(bytes(32) * 4)
    place.notes.keep(KEY.sign(Checkpoint(KEY.name, 4, others.root)), others)
    if not has_tree:
        place.notes.file(4).with_suffix(".tree").unlink()

    with pytest.raises(JournalAlteredError) as refused:
        checkpoint_taken(marking, KEY)

    assert refused.value.fields["position"] == 4


def test_a_checkpoint_grows_out_of_the_one_before(
    app: KeyProjects, place: Place
) -> None:
    before = mark_at(app, 3)
    place.notes.keep(KEY.sign(Checkpoint(KEY.name, 3, before.root)), before.tree)
    marking = app.journal.marking_in([place], JOURNAL_ID)

    said = opened(checkpoint_taken(marking, KEY), KEY.verifying)

    assert (said.size, said.root) == (LAST, mark_at(app, LAST).root)
    assert place.notes.sizes() == [3, LAST]
    assert place.notes.folder.stat().st_mode & 0o777 == 0o700


def test_notes_that_nobody_can_read_or_others_have_signed_are_passed_over(
    app: KeyProjects, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    other = SigningKey("guatu/other", bytes(32))
    trees = {size: mark_at(app, size).tree for size in (2, 3, 4)}
    for size, key in ((2, KEY), (3, other)):
        said = Checkpoint(KEY.name, size, trees[size].root)
        place.notes.keep(key.sign(said), trees[size])
    place.notes.file(4).write_bytes(b"\xff no text")

    found = newest(place.notes, KEY)

    assert found is not None
    assert found.size == 2
    assert caplog.text.count("is not a checkpoint of ours") == 2
    assert newest(place.notes, SigningKey("guatu/none", bytes(32))) is None


def test_a_note_is_kept_once_and_handed_out_with_its_file(
    app: KeyProjects, place: Place
) -> None:
    trees = [mark_at(app, size).tree for size in (2, 3)]

    for note, tree in (("one\n", trees[1]), ("two\n", trees[0]), ("x\n", trees[1])):
        place.notes.keep(note, tree)

    assert list(place.notes.texts()) == [
        (place.notes.file(2), "two\n"),
        (place.notes.file(3), "one\n"),
    ]
    assert sorted(each.name for each in place.notes.folder.iterdir()) == [
        *("000000000002.note", "000000000002.tree"),
        *("000000000003.note", "000000000003.tree"),
    ]


def test_a_tree_that_is_not_the_one_that_was_signed_is_not_used(
    app: KeyProjects, place: Place
) -> None:
    true = mark_at(app, 3)
    said = Checkpoint(KEY.name, 3, true.root)
    place.notes.keep(KEY.sign(said), Tree().grown(bytes(32) * 3))

    assert place.notes.tree(said) is None
    assert place.notes.tree(Checkpoint(KEY.name, 4, true.root)) is None
    place.notes.keep(KEY.sign(said), true.tree)
    place.notes.file(3).with_suffix(".tree").write_bytes(b"".join(true.tree.peaks))
    assert place.notes.tree(said) == true.tree


def test_a_marking_says_once_that_a_place_cannot_be_written(
    app: KeyProjects, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    marking = Marking(app.journal, JOURNAL_ID, [Place(tmp_path / "file")])  # type: ignore[arg-type]
    parts = [next(leaves(app).parts(start, start + 1)) for start in (5, 6)]

    for part in parts:
        marking.moved(part)
    marking.close()

    said = [each.getMessage() for each in caplog.records]
    assert sum("cannot be written" in each for each in said) == 1
