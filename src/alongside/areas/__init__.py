"""What people do, one folder an area."""
