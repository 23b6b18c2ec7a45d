"""The school: your children, tell us about a child, what became of it."""
