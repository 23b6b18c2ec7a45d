"""Pure decisions: whom a row is about, and what it does to their time at the school."""
