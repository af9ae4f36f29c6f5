"""Addresses that carry the dates and the language of the page they stand on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import NamedTuple, cast
from urllib.parse import quote, quote_plus

from flask import Flask, g, request, url_for
from markupsafe import Markup, escape

from domain.facts import THINGS
from web.words.things import THING_WORDS, require_words

MOST_KNOWN = 4_096
"""Addresses that are known from request to request."""
CARRIED = ("as_of", "as_known", "lang")
LINKS = "links"
IN_PLACE = 9_007_199_254_740_991
"""In place of a number: no position will ever be as large."""
IN_PLACE_OF: Mapping[type, str | int] = {
    str: "in-place-9007199254740991",
    int: IN_PLACE,
}
SAFE_PATH, SAFE_QUERY = "!$&'()*+,/:;=@", "!$'()*,/:;?@"
"""What Werkzeug leaves as it is in a path, and in a query (RFC 3986, 3.3 and 3.4)."""


class Links(NamedTuple):
    """What a request has built links with."""

    root: str
    """Where the application is mounted."""
    carried: Mapping[str, object]
    built: dict[Hashable, Around]


def init_app(app: Flask) -> None:
    """Let templates link with ``to``, ``to_thing`` and ``with_changes``.

    Raises:
        MissingWordError: A thing that they would name has not all its words.
    """
    require_words(THINGS)
    links = {"to": to, "to_thing": to_thing, "with_changes": with_changes}
    app.context_processor(lambda: links)
    app.jinja_env.globals |= {
        "in_place": IN_PLACE,
        "numbered": Numbered,
        "thing_words": THING_WORDS,
    }


def to(endpoint: str, /, **values: object) -> str:
    """Link to a page at the dates and in the language of this one.

    A page links to hundreds of things by their ids, and of entries by their positions:
    such an address is built once, and each of them put into it.

    Args:
        endpoint: As Flask knows it.
        values: Parts of the path, and the query; blank ones are left out.
    """
    links: Links = g.get(LINKS) or _links()
    given = {
        n: v for n, v in {**links.carried, **values}.items() if v not in ("", None)
    }
    own = [name for name in values if name in given and name not in links.carried]
    if len(own) != 1 or type(given[own[0]]) not in IN_PLACE_OF:
        return _address(links.root, endpoint, *given.items())
    [name] = own
    value = given.pop(name)
    key = endpoint, name, type(value), *given.items()
    if (around := links.built.get(key)) is None:
        in_place = IN_PLACE_OF[type(value)]
        address = _address(links.root, endpoint, *given.items(), (name, in_place))
        around = links.built[key] = Around.of(address, str(in_place))
    return around.with_value(str(value))


def to_thing(kind: str, thing: str, **values: object) -> str:
    """Link to the sheet of a thing; blank of a stream that is no thing's."""
    words = THING_WORDS.get(kind)
    return "" if words is None else to(words.sheet, **{kind: thing, **values})


def _address(root: str, endpoint: str, *given: tuple[str, object]) -> str:
    """Build an address, or know it from another request: nothing else decides it."""
    if any(type(value) not in IN_PLACE_OF for _, value in given):
        return url_for(endpoint, **dict(given))  # type: ignore[arg-type]
    return _known_address(root, endpoint, *given)


@lru_cache(maxsize=MOST_KNOWN)
def _known_address(root: str, endpoint: str, *given: tuple[str, object]) -> str:
    del root  # it tells one application's addresses from another's
    return url_for(endpoint, **dict(given))  # type: ignore[arg-type]


class Around(NamedTuple):
    """An address around the one value that changes in it."""

    before: str
    behind: str

    @classmethod
    def of(cls, address: str, in_place: str) -> Around:
        """Part an address that was built with something else in place of the value."""
        before, _, behind = address.partition(in_place)
        return cls(before, behind)

    def with_value(self, value: str) -> str:
        """Return the address with a value, quoted as Werkzeug does it."""
        if "?" in self.before:
            quoted = quote_plus(value, safe=SAFE_QUERY)
        else:
            quoted = quote(value, safe=SAFE_PATH)
        return f"{self.before}{quoted}{self.behind}"


class Numbered:
    """A text with a number in it, once or more, to be said of each of many numbers."""

    def __init__(self, text: str) -> None:
        """Take a text that was made with ``in_place`` for its number."""
        self._parts = str(escape(text)).split(str(IN_PLACE))

    def __getitem__(self, number: object) -> Markup:
        """Say it of a number."""
        return Markup(str(number).join(self._parts))  # noqa: S704  (escaped before)


def _links() -> Links:
    carried = {name: request.args.get(name, "") for name in CARRIED}
    g.links = Links(request.script_root, carried, {})
    return cast("Links", g.links)


def with_changes(**changes: object) -> str:
    """Link to this page with some of its query changed; None takes a name out.

    Names that begin with an underscore would be Flask's own, like ``_scheme``: they
    are not carried on, whoever wrote them into the address.
    """
    query = {**request.args.to_dict(), **(request.view_args or {}), **changes}
    safe = {n: v for n, v in query.items() if n != "endpoint" and n[:1] != "_"}
    return to(request.endpoint or "", **safe)
