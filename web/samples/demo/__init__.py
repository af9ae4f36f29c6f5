"""The demo district: invented land and an invented story, told by real commands."""
