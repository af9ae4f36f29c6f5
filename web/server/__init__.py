"""The server: limits of connections, waiting without threads, calls of the app."""
