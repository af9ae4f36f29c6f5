"""What is asked of a relation: states, steps, differences, beliefs."""
