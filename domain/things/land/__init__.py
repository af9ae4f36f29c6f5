"""Land: plots, and the ground under them."""
