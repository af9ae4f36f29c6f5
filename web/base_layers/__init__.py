"""Base layers: imported as files of our own, remembered as facts, served as tiles."""
