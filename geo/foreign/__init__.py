"""Files that others made: read by a process of their own, into a form of ours."""
