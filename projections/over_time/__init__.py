"""Histories of many things: steps, curves, months, shapes."""
