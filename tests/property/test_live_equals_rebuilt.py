"""A read model that caught up now and then is the one that is rebuilt."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given, settings
from sqlalchemy import select

from projections.opening.read_model import ReadModel, open_read_model
from tests.property.live import Drawn, carried_out, commands


def contents(model: ReadModel) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables, sorted, under names without generation."""
    with model.snapshot() as now:
        return {
            table.name.rsplit("_", 2)[0]: sorted(
                map(tuple, now.connection.execute(select(table))), key=repr
            )
            for table in now.tables.metadata.sorted_tables
        }


@given(drawn=commands)
@settings(max_examples=15)
def test_live_rows_are_the_rows_of_a_rebuild(
    drawn: Drawn, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    with carried_out(folder, drawn) as (app, live):
        at_once = open_read_model(folder / f"{uuid.uuid4().hex}.sqlite")
        at_once.catch_up(app.journal)
        expected = contents(at_once)

        at_once.rebuild(app.journal)

        assert contents(live) == contents(at_once) == expected
        assert live.position() == at_once.position() == app.journal.head().position
        at_once.close()
