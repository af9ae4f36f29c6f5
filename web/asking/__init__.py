"""The questions of programs: the API, and what differs between knowledge dates."""
