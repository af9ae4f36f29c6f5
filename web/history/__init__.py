"""The journal as people read it: facts and things in words."""
