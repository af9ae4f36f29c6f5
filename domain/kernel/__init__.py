"""The kernel: what was true at V, as known at K. Pure, small, used by everything."""
