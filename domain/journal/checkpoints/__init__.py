"""Checkpoints: what a tree was, in signed notes on the disk (C2SP)."""
