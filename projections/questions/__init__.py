"""Questions about things at (V, K): one, all, and what differs."""
