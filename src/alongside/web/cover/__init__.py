"""Who in a team is away, so that colleagues cover."""
