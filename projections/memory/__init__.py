"""The columns of all plots in memory: read once, then patched."""
