"""The wall map: a district on paper."""
