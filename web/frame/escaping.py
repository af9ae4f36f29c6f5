"""Escaping what templates print: as the library does it, without a wrapper a piece.

Each piece that is printed goes into one text at once. That it is markup by then needs
no object of its own to say so: a sheet prints thousands of pieces.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import _escape_inner  # type: ignore[attr-defined]

ESCAPED = "escaped"


def init_app(app: Flask) -> None:
    """Let templates escape what they print so."""
    app.jinja_env.globals[ESCAPED] = escaped
    app.jinja_env.code_generator_class = Printing


class Printing(CodeGenerator):
    """Compiles templates; only how they print what has to be escaped is another."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.globals['{ESCAPED}']({finalize.src or ''}")


def escaped(value: Any, /) -> str:  # noqa: ANN401  (whatever a template prints)
    """Escape a value for HTML, unless it says itself what it is in HTML."""
    if type(value) is str:
        return _escape_inner(value)
    if hasattr(value, "__html__"):
        html: str = value.__html__()
        return html
    return _escape_inner(str(value))
