"""What a view on paper shows: ground, plots, names, frame."""
