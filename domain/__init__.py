"""The things of a district: their facts, folds and decisions; imports none of ours."""
