"""Commands that found a district: an own one, or an invented one."""
