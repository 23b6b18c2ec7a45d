"""Measurements beside a peer or a floor. Each prints a table; none is part of the tests."""
