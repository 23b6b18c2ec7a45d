"""The codes of the looked-after children return, and what they mean.

Source: Department for Education, Children looked after by local authorities in England: guide to the SSDA903
collection, collection years 2017/18 to 2025/26 (Open Government Licence), in shorter words of our own. A
code that only some of these years have carries the first or the last of them; it is taken in any year, for
a history told late keeps the codes of its time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code says; `first` and `last` are collection years (2018 is 2018/19), where not all have it."""

    words: str
    first: int | None = None
    last: int | None = None


Codes = Mapping[str, Meaning]


def _all_years(**words: str) -> Codes:
    return MappingProxyType({code: Meaning(said) for code, said in words.items()})


def _with(codes: Codes, **others: Meaning) -> Codes:
    return MappingProxyType({**codes, **others})


REASON_NEW = _all_years(
    S="Started to be looked after",
    L="Legal status changed",
    P="Placement and carer changed",
    T="Placement changed, same carer",
    B="Legal status, placement and carer changed",
    U="Legal status and placement changed, same carer",
)
# Which of them say that something changed.
NEW_CARER, SAME_CARER, NEW_STATUS = frozenset("PB"), frozenset("TU"), frozenset("LBU")
STARTED = "S"

LEGAL_STATUS = _all_years(
    C1="Interim care order",
    C2="Full care order",
    D1="Freeing order",
    E1="Placement order",
    J1="Remanded to local authority accommodation or to youth detention accommodation",
    J2="In local authority accommodation under the Police and Criminal Evidence Act",
    J3="Youth rehabilitation order with a residence requirement or intensive fostering",
    L1="Under police protection",
    L2="Emergency protection order",
    L3="Child assessment order",
    V2="Looked after by agreement (section 20)",
    V3="A series of short breaks by agreement, each recorded",
    V4="A series of short breaks by agreement, recorded as one",
)

NEED = _all_years(
    N1="Abuse or neglect",
    N2="The child’s disability",
    N3="A parent’s illness or disability",
    N4="Family in acute stress",
    N5="Family dysfunction",
    N6="Socially unacceptable behaviour",
    N7="Low income",
    N8="Absent parenting",
)

PLACEMENT = _with(
    _all_years(
        A3="Placed for adoption with consent, with the foster carer they were with",
        A4="Placed for adoption with consent, with another family",
        A5="Placed for adoption under a placement order, with the foster carer they were with",
        A6="Placed for adoption under a placement order, with another family",
        K1="Secure children’s home",
        K2="Children’s home",
        P1="With own parents, or others with parental responsibility",
        P3="Residential employment",
        R1="Residential care home",
        R2="Hospital or other health care",
        R3="Family centre, or mother and baby unit",
        R5="Young offender institution or prison",
        S1="Residential school",
        T0="Temporary move",
        T1="In hospital for a time",
        T2="On holiday",
        T3="Elsewhere while the foster carer is on holiday",
        T4="Elsewhere for seven days or less",
        U1="Long-term fostering with a relative or friend",
        U2="Fostering for adoption with a relative or friend",
        U3="Fostering with a relative or friend",
        U4="Long-term fostering",
        U5="Fostering for adoption",
        U6="Fostering",
    ),
    H5=Meaning("Semi-independent living", last=2022),
    P2=Meaning("Independent living", last=2022),
    Z1=Meaning("Another placement", last=2022),
    K3=Meaning("Supported accommodation", first=2023),
    Z11=Meaning("Another placement", first=2023),
    Z12=Meaning("Another placement", first=2023),
    Z13=Meaning("Another placement", first=2023),
    Z14=Meaning("Another placement", first=2023),
)

PROVIDER = _all_years(
    PR0="Parents, or others with parental responsibility",
    PR1="The council itself",
    PR2="Another council",
    PR3="Another public body",
    PR4="A private provider",
    PR5="A voluntary or third sector provider",
)

# Placements and legal statuses that say that a child is to be adopted: of the part `adoption`, wherever it stands.
OF_ADOPTION = frozenset(("A3", "A4", "A5", "A6", "U2", "U5", "D1", "E1"))

MORE_FOLLOWS = "X1"
REASON_CEASED = _all_years(
    X1="Another episode follows at once",
    E11="Adopted, unopposed",
    E12="Adopted, consent dispensed with",
    E2="Died",
    E3="Another council in the UK took over",
    E4A="Went home, as planned",
    E4B="Went home, not as planned",
    E13="Went to live with relatives or others without parental responsibility",
    E41="Child arrangements order (formerly residence order)",
    E45="Special guardianship order to a relative or friend who was the foster carer",
    E46="Special guardianship order to another former foster carer",
    E47="Special guardianship order to another relative or friend",
    E48="Special guardianship order to somebody else",
    E5="Independent living with formal support",
    E6="Independent living without formal support",
    E7="Residential care funded by adult social services",
    E8="Another reason",
    E9="Sentenced to custody",
    E14="Accommodation on remand ended",
    E15="Found to be aged 18 or over",
    E16="Moved abroad",
    E17="Aged 18 and stayed with their carers",
)

REASON_OF_CHANGE = _all_years(
    CARPL="The care plan",
    CLOSE="The carer resigned or the home closed",
    ALLEG="An allegation",
    STAND="Concern about the standard of care",
    APPRR="Approval was withdrawn",
    CREQB="The carer asked, because of behaviour",
    CREQO="The carer asked, for another reason",
    CHILD="The child asked",
    LAREQ="The council asked",
    PLACE="The status of the placement alone changed",
    CUSTOD="Custody",
    OTHER="Another reason",
)

PARTICIPATION = _all_years(
    PN0="Under 4 at the time",
    PN1="Came and spoke",
    PN2="Came, and somebody spoke for them",
    PN3="Came and showed their views without words",
    PN4="Came and gave no view",
    PN5="Did not come; somebody spoke for them",
    PN6="Did not come; sent their views",
    PN7="Did not come and gave no view",
)

MISSING = _all_years(M="Missing", A="Away without agreement")

PREVIOUS_PERMANENCE = _all_years(
    P1="Adopted before",
    P2="Special guardianship order before",
    P3="Residence or child arrangements order before",
    P4="Another such order before, not known which",
    Z1="None of these before",
)
NO_PREVIOUS_PERMANENCE = "Z1"

PLACED_CEASED = _all_years(
    RD1="The child’s needs changed",
    RD2="The court did not make a placement order",
    RD3="No family was found",
    RD4="Another reason",
)

IN_TOUCH = _all_years(
    YES="In touch",
    NO="Not in touch",
    DIED="Died",
    REFU="Does not want contact",
    NREQ="No longer needs a service",
    RHOM="Returned home",
)

SEX = MappingProxyType(
    {
        "1": Meaning("male", last=2021),
        "2": Meaning("female", last=2021),
        "M": Meaning("male", first=2022),
        "F": Meaning("female", first=2022),
        "U": Meaning("", first=2022),
    }
)


def words_of(codes: Codes, code: str) -> str:
    """What a code says; the code itself where no year has it."""
    return codes[code].words if code in codes else code
