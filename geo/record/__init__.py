"""Geometry of record: read, placed, measured in the district's CRS."""
