"""Drawing on a sheet with matplotlib: lines, shapes and text, in mm and in points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from geo.record.placement import Geometries
from geo.wall.ink.widths import width_mm
from geo.wall.paper import MM_A_POINT, Box

BODY_PT = 19.0
"""Type size of figures and names on A0."""
SHAPES_A_PATH = 400
"""Many plots make one path: files shrink, and neighbours show no seam between them."""
Z_PANEL, Z_TEXT = 10.0, 12.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A figure as large as the paper.

    Attributes:
        figure: What is saved in the end.
        unit: Factor of type and margins.
        fonts: Font families, the first that has a character draws it.
        colours: Custom properties of the style sheet, such as ``--ink``.
    """

    figure: Figure
    unit: float
    fonts: Sequence[str]
    colours: Mapping[str, str]
    texts: list[Text] = field(default_factory=list)

    @property
    def in_mm(self) -> Transform:
        """From mm on the sheet to the device, whatever its resolution."""
        return Affine2D().scale(1 / 25.4) + self.figure.dpi_scale_trans

    @property
    def in_points(self) -> Transform:
        """From points on the sheet to the device."""
        return Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans

    def colour(self, name: str) -> str:
        """Return a colour of the style sheet."""
        return self.colours[f"--{name}"]

    def points(self, times: float) -> float:
        """Return a type size: so many times that of the body."""
        return BODY_PT * self.unit * times

    def type_mm(self, times: float) -> float:
        """Return the height of type of that size on the paper."""
        return self.points(times) * MM_A_POINT

    def width(self, text: str, *, size: float = 1.0, weight: int = 400) -> float:
        """Return how wide a line of text is in mm, in type of that size."""
        return width_mm(text, self.points(size), self.fonts, weight)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 1.0,
        **look: Any,  # noqa: ANN401  (as matplotlib takes it)
    ) -> Text:
        """Write a text at a position in mm.

        Args:
            x: From the left edge.
            y: From the lower edge.
            text: What is written; never read as a formula.
            size: Times the body's type size.
            look: What else matplotlib's ``Text`` takes.
        """
        kept = {"color": self.colour("ink"), "va": "baseline", "zorder": Z_TEXT}
        artist = Text(
            x,
            y,
            text,
            fontsize=self.points(size),
            fontfamily=list(self.fonts),
            parse_math=False,
            transform=self.in_mm,
            **{**kept, **look},
        )
        self.figure.add_artist(artist)
        self.texts.append(artist)
        return artist

    def halo(self, text: Text, *, colour: str, width: float) -> None:
        """Draw a band around a text, below it, so that the text itself stays text."""
        band = Text()
        band.update_from(text)
        band.set_position(text.get_position())
        band.set_text(text.get_text())
        band.set_transform(text.get_transform())
        band.set_parse_math(False)
        band.set_zorder(text.get_zorder() - 0.5)
        band.set_path_effects([Stroke(linewidth=width, foreground=colour)])
        self.figure.add_artist(band)

    def box(self, box: Box, **look: Any) -> Rectangle:  # noqa: ANN401  (as matplotlib takes it)
        """Draw a rectangle; ``look`` is what matplotlib's patches take."""
        kept = {"linewidth": 0.0, "zorder": Z_PANEL, "joinstyle": "miter"}
        corner = (box.left, box.bottom)
        artist = Rectangle(
            corner, box.width, box.height, transform=self.in_mm, **{**kept, **look}
        )
        self.figure.add_artist(artist)
        return artist

    def line(self, xs: Sequence[float], ys: Sequence[float], **look: Any) -> None:  # noqa: ANN401  (as matplotlib takes it)
        """Draw a line through positions in mm."""
        path = Path(np.column_stack((xs, ys)))
        kept = {"facecolor": "none", "zorder": Z_PANEL, "capstyle": "butt"}
        self.add(PathPatch(path, transform=self.in_mm, **{**kept, **look}))

    def shapes(self, shapes: Geometries, *, within: Box, **look: Any) -> None:  # noqa: ANN401  (as matplotlib takes it)
        """Draw shapes that are in points, cut off at the edges of a room in mm."""
        if not len(shapes):
            return
        drawn = PathCollection(
            compound(shapes), transform=self.in_points, **{"zorder": 1.0, **look}
        )
        drawn.set_clip_path(self.room(within))
        self.add(drawn)

    def room(self, box: Box) -> Rectangle:
        """Return a room to cut something off at; it is not drawn."""
        return Rectangle(
            (box.left, box.bottom), box.width, box.height, transform=self.in_mm
        )

    def add(self, artist: Artist) -> None:
        """Put anything else on the sheet."""
        self.figure.add_artist(artist)


def compound(shapes: Geometries) -> list[Path]:
    """Join many lines or polygons into few paths.

    Args:
        shapes: Shape (n,), none empty; polygons must be oriented one way, so that
            holes stay holes under the non-zero rule.

    Returns:
        Paths of at most ``SHAPES_A_PATH`` shapes each.
    """
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    chunks = range(0, len(parts), SHAPES_A_PATH)
    return [_path(_rings(parts[start : start + SHAPES_A_PATH])) for start in chunks]


def _rings(parts: Geometries) -> Geometries:
    are_areas = shapely.get_dimensions(parts) == 2  # noqa: PLR2004  (areas)
    return np.concatenate((shapely.get_rings(parts[are_areas]), parts[~are_areas]))


def _path(rings: Geometries) -> Path:
    vertices = shapely.get_coordinates(rings)
    ends = np.cumsum(shapely.get_num_coordinates(rings))
    codes = np.full(len(vertices), Path.LINETO, dtype=np.uint8)
    codes[np.append(0, ends[:-1])] = Path.MOVETO
    codes[ends[shapely.is_closed(rings)] - 1] = Path.CLOSEPOLY
    return Path(vertices, codes)
