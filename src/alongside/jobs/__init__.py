"""What happens by itself: thin, one action or delivery call each."""
