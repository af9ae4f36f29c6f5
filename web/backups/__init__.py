"""Backups: everything a district needs, copied while it runs, checked, put back."""
