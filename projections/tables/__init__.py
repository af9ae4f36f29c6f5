"""The tables: their layout, their marks, their snapshots, their conditions."""
