"""The files of a district, and those that people name."""
