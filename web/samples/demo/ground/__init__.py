"""Its ground: water, roads, villages, faces between them."""
