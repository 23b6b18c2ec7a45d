"""The files of the looked-after children return, and the columns each is known by."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices


class FileKind(TextChoices):
    """One file of the return, as the collection's guide calls it."""

    HEADER = "header", "Header"
    EPISODES = "episodes", "Episodes"
    REVIEWS = "reviews", "Reviews"
    UASC = "uasc", "Unaccompanied asylum-seeking children"
    OC2 = "oc2", "Outcomes while looked after (OC2)"
    OC3 = "oc3", "Outcomes of care leavers (OC3)"
    AD1 = "ad1", "Adoption (AD1)"
    PLACED_FOR_ADOPTION = "placed_for_adoption", "Placed for adoption"
    PREVIOUS_PERMANENCE = "previous_permanence", "Previous permanence"
    MISSING = "missing", "Missing episodes"
    SOCIAL_WORKERS = "social_workers", "Social worker episodes"
    DEPRIVED_OF_LIBERTY = "deprived_of_liberty", "Deprivation of liberty orders"


NEEDED = (FileKind.HEADER, FileKind.EPISODES)

# The columns of each file; a year's return may have more, which are kept as they came. In this
# order a file is known by its first own column, whatever it is called.
COLUMNS: Mapping[FileKind, tuple[str, ...]] = MappingProxyType(
    {
        FileKind.EPISODES: (
            *("DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC"),
            *("REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
        ),
        FileKind.HEADER: ("ETHNIC", "SEX", "DOB", "UPN", "MOTHER", "MC_DOB"),
        FileKind.REVIEWS: ("REVIEW", "DOB", "REVIEW_CODE"),
        FileKind.OC2: (
            *("SDQ_SCORE", "DOB", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS"),
            *("TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE"),
            *("INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"),
        ),
        FileKind.OC3: ("IN_TOUCH", "DOB", "ACTIV", "ACCOM"),
        FileKind.AD1: (
            *("DATE_INT", "DOB", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR"),
            "LS_ADOPTR",
        ),
        FileKind.PLACED_FOR_ADOPTION: (
            *("DATE_PLACED", "DOB", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
        ),
        FileKind.PREVIOUS_PERMANENCE: ("PREV_PERM", "DOB", "LA_PERM", "DATE_PERM"),
        FileKind.MISSING: ("MIS_START", "DOB", "MISSING", "MIS_END"),
        FileKind.SOCIAL_WORKERS: ("SW_DECOM", "DOB", "SW_ID", "SW_DEC", "SW_REASON"),
        FileKind.DEPRIVED_OF_LIBERTY: ("DOLO_START", "DOB", "DOLO_END"),
        FileKind.UASC: ("DUC", "SEX", "DOB"),
    }
)
# Without these nothing can be told from the file.
REQUIRED: Mapping[FileKind, tuple[str, ...]] = MappingProxyType(
    {
        FileKind.EPISODES: ("DECOM", "RNE", "LS", "PLACE", "DEC", "REC"),
        FileKind.HEADER: ("SEX", "DOB", "ETHNIC"),
        FileKind.MISSING: ("MIS_START", "MIS_END", "MISSING"),
    }
)
CHILD = "CHILD"
