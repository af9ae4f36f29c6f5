"""Members of facts: how they are read from outside, and refused."""
