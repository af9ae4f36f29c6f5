"""Pages made once, for as long as nothing moves that they rest on."""
