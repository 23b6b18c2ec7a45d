"""The hub: one queue, a request, a decision."""
