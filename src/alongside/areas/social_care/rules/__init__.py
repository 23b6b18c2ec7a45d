"""What a census can say of a child, what of it cannot be right, and what several of them come to: pure."""
