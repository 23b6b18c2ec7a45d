"""What everything else stands on: no Django models, no knowledge of any one area."""
