"""Load a return of looked-after children: child by child, and nothing of a folder that cannot be read."""

from alongside.areas.looked_after.actions.errors import SeveralAuthorities, UnknownAuthority
from alongside.areas.looked_after.actions.source import ReturnSource, authority_of

__all__ = ["ReturnSource", "SeveralAuthorities", "UnknownAuthority", "authority_of"]
