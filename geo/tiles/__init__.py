"""Vector tiles: geometry cut, simplified and encoded for the map."""
