"""Verifying a district: its journal, what is kept outside, its tables, its layers."""
