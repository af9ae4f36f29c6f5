"""The three verbs as forms: typed, previewed, recorded."""
