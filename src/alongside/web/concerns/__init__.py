"""Telling the designated officer about somebody who works with children, and the officer's own pages."""
