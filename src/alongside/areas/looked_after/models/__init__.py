"""What the returns say, row by row as sent, and what of it can be right of each child."""

from alongside.areas.looked_after.models.adoption import (
    AdoptionPlan,
    PlacedForAdoption,
    PreviousPermanence,
)
from alongside.areas.looked_after.models.care import (
    CareEpisode,
    CareLeaverOutcomes,
    CareOutcomes,
    CareReview,
    LookedAfterChild,
    MissingEpisode,
    PeriodOfCare,
    UnaccompaniedStatus,
)
from alongside.areas.looked_after.models.kept import (
    ReturnedChild,
    ReturnFile,
    ReturnRow,
)

__all__ = [
    "AdoptionPlan",
    "CareEpisode",
    "CareLeaverOutcomes",
    "CareOutcomes",
    "CareReview",
    "LookedAfterChild",
    "MissingEpisode",
    "PeriodOfCare",
    "PlacedForAdoption",
    "PreviousPermanence",
    "ReturnFile",
    "ReturnRow",
    "ReturnedChild",
    "UnaccompaniedStatus",
]
