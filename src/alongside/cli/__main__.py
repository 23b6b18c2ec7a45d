"""`python -m alongside.cli`: how the command starts its own other processes."""

from alongside.cli import main

main()
