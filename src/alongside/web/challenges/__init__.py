"""Disagreeing with a decision: the school's pages and the hub's."""
