"""Pages: they compose the areas' queries and call one action each."""
