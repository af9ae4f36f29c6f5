"""Its story: what was recorded, when, and wrongly."""
