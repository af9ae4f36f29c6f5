"""The base layers of a district: kept by content, ready for tiles."""
