"""What a team was asked about a child, and its answer: a school, or another organisation."""
