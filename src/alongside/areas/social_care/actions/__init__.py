"""Load a census, and say what became of it."""

from alongside.areas.social_care.actions.errors import (
    AnotherAuthority,
    NoOrganisation,
    TooManyLeftOut,
)
from alongside.areas.social_care.actions.source import CensusSource

__all__ = ["AnotherAuthority", "CensusSource", "NoOrganisation", "TooManyLeftOut"]
