"""What managers count, each figure with its picture, the table behind it and the same as a file."""
