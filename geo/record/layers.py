"""What the features of a base layer have beside their shapes, in tiles and files."""

from __future__ import annotations

CLASS, LABEL = "class", "label"
