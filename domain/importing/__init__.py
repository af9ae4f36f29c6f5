"""Importing editions of registers: what changes against what was said before."""
