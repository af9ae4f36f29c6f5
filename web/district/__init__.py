"""A district that is open: founded, read at its dates, recorded in."""
