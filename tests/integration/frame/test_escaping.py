"""Templates print the same as with the library's own escaping, markup or not."""

from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from web.frame.escaping import ESCAPED, Printing, escaped


class Choice(StrEnum):
    """A text of another type."""

    SHARP = "<b>"


class Told:
    """Something that says itself what it is in HTML."""

    def __html__(self) -> str:
        return "<i>"

    def __str__(self) -> str:
        return "<wrong>"


SOURCE = """
{%- macro row(value) %}<td title="{{ value }}">{{ value }}{{ caller() if caller }}</td>
{%- endmacro -%}
{%- set kept %}<b>{{ value }}</b>{% endset -%}
{{ row(value) }}{{ kept }}{{ value ~ kept }}{{ '<' ~ value }}{{ [value]|join(', ') }}
{%- call row(value) %}{{ value }}{% endcall %}{{ missing }}{{ value if 0 }}
{%- autoescape false %}{{ value }}{% endautoescape %}
"""


def environments() -> tuple[Environment, Environment]:
    library, ours = Environment(autoescape=True), Environment(autoescape=True)
    ours.globals[ESCAPED] = escaped
    ours.code_generator_class = Printing
    return library, ours


@pytest.mark.parametrize(
    "value", [Choice.SHARP, Told(), Markup("<u>&"), None, 3, 2.5, True, "<&'\">", ["<"]]
)
def test_a_value_of_any_type_is_escaped_as_by_the_library(value: object) -> None:
    assert escaped(value) == escape(value)


@given(st.text() | st.text().map(Markup) | st.integers() | st.none())
def test_a_template_prints_what_it_printed(value: object) -> None:
    library, ours = environments()

    found, expected = (
        each.from_string(SOURCE).render(value=value) for each in (ours, library)
    )

    assert found == expected
