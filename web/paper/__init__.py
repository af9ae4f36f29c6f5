"""Maps to take away: the evidence page and the wall map."""
