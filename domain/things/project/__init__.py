"""Projects: what a district builds, and with which permits."""
