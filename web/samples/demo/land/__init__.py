"""Its land: blocks, plots, buildings, sites and projects."""
