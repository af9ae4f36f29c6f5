"""What stands beside the map on paper: head, legend, key."""
