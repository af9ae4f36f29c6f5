"""What paper is drawn with: inks, fonts, columns of text."""
