"""Addresses that carry the dates and the language of the page they stand on."""

from __future__ import annotations

from flask import Flask, request, url_for

CARRIED = ("as_of", "as_known", "lang")


def init_app(app: Flask) -> None:
    """Let templates link with ``to`` and ``with_changes``."""
    app.context_processor(lambda: {"to": to, "with_changes": with_changes})


def to(endpoint: str, /, **values: object) -> str:
    """Link to a page at the dates and in the language of this one.

    Args:
        endpoint: As Flask knows it.
        values: Parts of the path, and the query; blank ones are left out.
    """
    carried = {name: request.args.get(name, "") for name in CARRIED}
    given = {n: v for n, v in (carried | values).items() if v not in ("", None)}
    return url_for(endpoint, **given)  # type: ignore[arg-type]


def with_changes(**changes: object) -> str:
    """Link to this page with some of its query changed; None takes a name out.

    Names that begin with an underscore would be Flask's own, like ``_scheme``: they
    are not carried on, whoever wrote them into the address.
    """
    query = {**request.args.to_dict(), **(request.view_args or {}), **changes}
    safe = {n: v for n, v in query.items() if n != "endpoint" and n[:1] != "_"}
    return to(request.endpoint or "", **safe)
