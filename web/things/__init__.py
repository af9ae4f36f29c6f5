"""The lists of things, their sheets, and finding them."""
