"""The clock, and whether it can be trusted in this run of the machine and the next."""
