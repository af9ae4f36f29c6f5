"""Whether the clock can be trusted, in this run of the machine and after others."""
