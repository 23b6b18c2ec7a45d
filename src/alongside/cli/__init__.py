"""The `alongside` command: all that a deployment needs."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")

from alongside.cli.commands import main

__all__ = ["main"]
