"""The command line: ``guatu``."""
