"""What every response has: whom it is about, headers, language, errors, security."""
