"""The record itself: the district, and the registers that were read."""
