"""The things of a district: their facts, what these mean, what is allowed."""
