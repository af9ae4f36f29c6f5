"""The questions of ``time.md``, as the command line and the API put them."""
