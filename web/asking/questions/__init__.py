"""Every question, its parameters, and who answers it."""
