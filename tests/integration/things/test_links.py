"""A link built once for many things is the one that Flask would build for each."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, url_for
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from web.frame.links import to

ODD = ["A/1", "A 1", "a+b&c=d", "甲-1", "100%", "?x#y", "..", "~'()*!$,:;@", "a\\b"]
NAMES = st.one_of(st.sampled_from(ODD), st.text(min_size=1, max_size=20))
SAID = ["", "?as_of=2024-06-30", "?as_of=2024-06-30&as_known=7&lang=en"]


@pytest.mark.parametrize("said", SAID)
@given(names=st.lists(NAMES, min_size=1, max_size=4))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_link_is_the_one_flask_builds(
    app: Flask, said: str, names: list[str]
) -> None:
    names = [name for name in names if name.isprintable()]

    with app.test_request_context(f"/plots{said}") as context:
        carried: dict[str, Any] = context.request.args.to_dict()
        sheets = [to("things.plot_page", plot=name) for name in names]
        lists = [to("lists.plots", project=name) for name in names]
        entries = [to("history.entry", position=len(name)) for name in names]

        assert sheets == [url_for("things.plot_page", plot=n, **carried) for n in names]
        assert lists == [url_for("lists.plots", **carried, project=n) for n in names]
        assert entries == [
            url_for("history.entry", position=len(n), **carried) for n in names
        ]
