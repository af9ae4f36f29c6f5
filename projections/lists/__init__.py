"""Lists of things, filtered, ordered, by pages."""
