"""The one status ramp: the stages of a plot in order, and their colours.

Map, legend, table, chart and print all take their colours from here: the server
hands ``ramp_css`` out as ``/stages.css``, and scripts read the custom properties.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step from registration to hand-over.

    Attributes:
        code: Stable name, as in facts, tiles and CSS.
        label: English label; the msgid for gettext.
        light: Fill on light ground, ``#rrggbb``; darker is further along.
        on_light: Text on that fill, contrast at least 4.5:1.
        dark: Fill on dark ground; darker is further along here too.
        on_dark: Text on that fill.
    """

    code: str
    label: str
    light: str
    on_light: str
    dark: str
    on_dark: str


STAGES: tuple[Stage, ...] = (
    Stage(
        code="none",
        label="Registered",
        light="#f5ead5",
        on_light="#1c1b19",
        dark="#e6e6e4",
        on_dark="#131619",
    ),
    Stage(
        code="surveyed",
        label="Surveyed",
        light="#ccdd83",
        on_light="#1c1b19",
        dark="#e7d76c",
        on_dark="#131619",
    ),
    Stage(
        code="agreement_signed",
        label="Signed",
        light="#9eb788",
        on_light="#1c1b19",
        dark="#c0ca9d",
        on_dark="#131619",
    ),
    Stage(
        code="compensated",
        label="Compensated",
        light="#71a597",
        on_light="#1c1b19",
        dark="#a1bdb3",
        on_dark="#131619",
    ),
    Stage(
        code="vacated",
        label="Vacated",
        light="#407f85",
        on_light="#ffffff",
        dark="#50b3bf",
        on_dark="#131619",
    ),
    Stage(
        code="demolished",
        label="Demolished",
        light="#455e84",
        on_light="#ffffff",
        dark="#49879e",
        on_dark="#0c0e10",
    ),
    Stage(
        code="cleared",
        label="Cleared",
        light="#323375",
        on_light="#ffffff",
        dark="#6665c8",
        on_dark="#ffffff",
    ),
    Stage(
        code="handed_over",
        label="Handed over",
        light="#221736",
        on_light="#ffffff",
        dark="#685e80",
        on_dark="#ffffff",
    ),
)
LINE_LIGHT, LINE_DARK = "#857d6d", "#0b0d0f"


def ramp_css() -> str:
    """Write the ramp as a style sheet.

    Returns:
        ``--stage-<code>``, ``--on-stage-<code>`` and ``--stage-line`` on the root,
        light, dark where the root says ``data-theme="dark"``, and light again on
        paper; and one class ``.stage-<code>`` each, which sets ``--stage`` and
        ``--on-stage``.
    """
    light = _root(
        LINE_LIGHT, [(stage.code, stage.light, stage.on_light) for stage in STAGES]
    )
    dark = _root(
        LINE_DARK,
        [(stage.code, stage.dark, stage.on_dark) for stage in STAGES],
        root=':root[data-theme="dark"]',
    )
    on_screen = f"@media screen {{\n{dark}}}\n"
    return light + on_screen + "".join(_class(stage.code) for stage in STAGES)


def _root(line: str, fills: list[tuple[str, str, str]], *, root: str = ":root") -> str:
    rules = "".join(
        f"  --stage-{code}: {fill};\n  --on-stage-{code}: {ink};\n"
        for code, fill, ink in fills
    )
    return f"{root} {{\n  --stage-line: {line};\n{rules}}}\n"


def _class(code: str) -> str:
    return (
        f".stage-{code} {{ --stage: var(--stage-{code}); "
        f"--on-stage: var(--on-stage-{code}); }}\n"
    )
