"""Commands that keep a district: backups, checkpoints, clock, tables."""
