"""The parts of map pages: the live map, and the map that a page carries in itself."""
