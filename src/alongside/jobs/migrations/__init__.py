"""Tables of the jobs."""
