"""Load a return of looked-after children: child by child, and nothing of a folder that cannot be read."""

from alongside.areas.looked_after.actions.source import ReturnSource

__all__ = ["ReturnSource"]
