"""What teams that help families see and do."""
