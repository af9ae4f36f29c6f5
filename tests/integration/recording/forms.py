"""Filling in the forms of the three verbs as a browser does, with or without script."""

from __future__ import annotations

from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Typed = dict[str, str]


class _Fields(HTMLParser):
    """Collect the names and values of the fields of the form that is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.values: Typed = {}
        self._inside = False
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("method") == "post"
        name = given.get("name", "")
        if not self._inside or not name:
            return
        if tag == "textarea":
            self._textarea = name
            self.values[name] = ""
        elif tag == "input" and ("checked" in given or not _is_ticked(given)):
            self.values[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""


def _is_ticked(given: Typed) -> bool:
    return given.get("type") in ("radio", "checkbox")


def fields(page: str) -> Typed:
    """Read the fields of a page's form with the values they hold."""
    parser = _Fields()
    parser.feed(page)
    return parser.values


def opened(client: FlaskClient, address: str, **typed: str) -> Typed:
    """Open a form and type something into it."""
    response = client.get(address)
    assert response.status_code == 200, response.text
    return {**fields(response.text), **typed}


def sent(
    client: FlaskClient, address: str, typed: Typed, step: str = "confirm"
) -> TestResponse:
    """Send a form, to be checked or to be recorded."""
    mark = "&" if "?" in address else "?"
    return client.post(f"{address}{mark}step={step}", data=typed)
