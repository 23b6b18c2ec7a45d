"""Pages of whoever looks after a council's data: what came in, what goes back, and who waits for a person."""
