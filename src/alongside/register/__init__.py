"""What access decides on, and nothing more: who people are, where they post, whom they are tied to."""
