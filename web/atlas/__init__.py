"""What maps are computed from: shapes and rows together; no views."""
