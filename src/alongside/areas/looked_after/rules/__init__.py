"""What the rows of a return can tell of a child, and what they cannot: no Django, no clock."""
