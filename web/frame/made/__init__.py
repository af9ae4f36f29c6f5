"""Pages and tiles that are made once and sent often."""
