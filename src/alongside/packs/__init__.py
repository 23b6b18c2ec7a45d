"""What differs between councils, as data: England's defaults and each authority's own folder.

`england/*.toml` holds the defaults with their sources. An authority's folder beside it (or in a
folder of the deployment's own) overrides them key by key; access and audiences it may only narrow.
"""

from alongside.packs.problems import PackInvalid, PackNotFound, Problem
from alongside.packs.reading import available_packs, clear_packs, load_pack, look_in
from alongside.packs.shapes import (
    Audience,
    ChallengeStage,
    DueSoon,
    FrontDoor,
    Grant,
    GrantRow,
    Level,
    LocalOffer,
    Need,
    Outcome,
    OutcomeFramework,
    OutcomeWording,
    Overdue,
    Pack,
    Role,
    Timescale,
    Wording,
)

__all__ = [
    "Audience",
    "ChallengeStage",
    "DueSoon",
    "FrontDoor",
    "Grant",
    "GrantRow",
    "Level",
    "LocalOffer",
    "Need",
    "Outcome",
    "OutcomeFramework",
    "OutcomeWording",
    "Overdue",
    "Pack",
    "PackInvalid",
    "PackNotFound",
    "Problem",
    "Role",
    "Timescale",
    "Wording",
    "available_packs",
    "clear_packs",
    "load_pack",
    "look_in",
]
