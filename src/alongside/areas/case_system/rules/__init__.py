"""What steps mean, whatever the order they came in: pure."""
