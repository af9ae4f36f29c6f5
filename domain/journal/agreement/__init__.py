"""Whether a journal agrees with its marks; marking and signing it."""
