"""The codes of the children in need census and what they mean.

Source: the Department for Education's schemas CIN_schema_2022, 2023 and 2024, whose words these are,
shortened where a chronology shows them. A code that came later says from which census.
"""

from collections.abc import Mapping
from types import MappingProxyType

YEARS = (2022, 2023, 2024)
# Not known before the census of this year (CIN_schema_2023).
SINCE: Mapping[str, int] = MappingProxyType({"5D": 2023, "RC9": 2023})

REFERRAL_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "1A": "a family member, relative or carer",
        "1B": "an acquaintance, such as a neighbour or childminder",
        "1C": "the child",
        "1D": "somebody else, such as a stranger",
        "2A": "a school",
        "2B": "education services",
        "3A": "a GP",
        "3B": "a health visitor",
        "3C": "a school nurse",
        "3D": "other primary health services",
        "3E": "an accident and emergency department",
        "3F": "other health services, such as a hospice",
        "4": "housing: the council’s or an association",
        "5A": "the council’s own social care, such as for adults",
        "5B": "another department of the council",
        "5C": "another council",
        "5D": "early help",
        "6": "the police",
        "7": "a court, probation, immigration, Cafcass or a prison",
        "8": "another organisation, such as a children’s centre or charity",
        "9": "somebody who gave no name",
        "10": "source not known",
    }
)

PRIMARY_NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "N1": "abuse or neglect",
        "N2": "the child’s disability",
        "N3": "a parent’s disability or illness",
        "N4": "family in acute stress",
        "N5": "family dysfunction",
        "N6": "socially unacceptable behaviour",
        "N7": "low income",
        "N8": "absent parenting",
        "N9": "not a child in need",
        "N0": "not stated",
    }
)

CLOSURE_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "RC1": "adopted",
        "RC2": "died",
        "RC3": "child arrangements order",
        "RC4": "special guardianship order",
        "RC5": "transferred to another council",
        "RC6": "transferred to adult social care",
        "RC7": "services ended for another reason, including no longer in need",
        "RC8": "closed after assessment, no further action",
        "RC9": "closed after assessment, referred to early help",
    }
)

ABUSE_CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "NEG": "neglect",
        "PHY": "physical abuse",
        "SAB": "sexual abuse",
        "EMO": "emotional abuse",
        "MUL": "several kinds of abuse",
    }
)

FACTORS: Mapping[str, str] = MappingProxyType(
    {
        "1A": "alcohol misuse by the child",
        "1B": "alcohol misuse by a parent or carer",
        "1C": "alcohol misuse by somebody else at home",
        "2A": "drug misuse by the child",
        "2B": "drug misuse by a parent or carer",
        "2C": "drug misuse by somebody else at home",
        "3A": "domestic violence towards the child",
        "3B": "domestic violence towards a parent or carer",
        "3C": "domestic violence towards somebody else at home",
        "4A": "mental health of the child",
        "4B": "mental health of a parent or carer",
        "4C": "mental health of somebody else at home",
        "5A": "learning disability of the child",
        "5B": "learning disability of a parent or carer",
        "5C": "learning disability of somebody else at home",
        "6A": "physical disability or illness of the child",
        "6B": "physical disability or illness of a parent or carer",
        "6C": "physical disability or illness of somebody else at home",
        "7A": "young carer",
        "8B": "privately fostered: from overseas, intends to return",
        "8C": "privately fostered: from overseas, intends to stay",
        "8D": "privately fostered: in an educational placement",
        "8E": "privately fostered: an arrangement within the UK",
        "8F": "privately fostered: other",
        "9A": "unaccompanied asylum-seeking child",
        "10A": "going missing",
        "11A": "child sexual exploitation",
        "12A": "trafficking",
        "13A": "gangs",
        "14A": "socially unacceptable behaviour",
        "15A": "self-harm",
        "16A": "neglect",
        "17A": "emotional abuse",
        "18B": "physical abuse by another child",
        "18C": "physical abuse by an adult",
        "19B": "sexual abuse by another child",
        "19C": "sexual abuse by an adult",
        "20": "other",
        "21": "no factors identified",
        "22A": "female genital mutilation",
        "23A": "abuse linked to faith or belief",
        "24A": "child criminal exploitation",
    }
)

ETHNICITIES: Mapping[str, str] = MappingProxyType(
    {
        "WBRI": "White British",
        "WIRI": "White Irish",
        "WIRT": "Traveller of Irish heritage",
        "WOTH": "Any other White background",
        "WROM": "Gypsy/Roma",
        "MWBC": "White and Black Caribbean",
        "MWBA": "White and Black African",
        "MWAS": "White and Asian",
        "MOTH": "Any other mixed background",
        "AIND": "Indian",
        "APKN": "Pakistani",
        "ABAN": "Bangladeshi",
        "AOTH": "Any other Asian background",
        "BCRB": "Caribbean",
        "BAFR": "African",
        "BOTH": "Any other Black background",
        "CHNE": "Chinese",
        "OOTH": "Any other ethnic group",
        "REFU": "Refused",
        "NOBT": "Information not yet obtained",
    }
)

DISABILITIES: Mapping[str, str] = MappingProxyType(
    {
        "NONE": "No disability",
        "MOB": "Mobility",
        "HAND": "Hand function",
        "PC": "Personal care",
        "INC": "Incontinence",
        "COMM": "Communication",
        "LD": "Learning",
        "HEAR": "Hearing",
        "VIS": "Vision",
        "BEH": "Behaviour",
        "CON": "Consciousness",
        "AUT": "Autism",
        "DDA": "Other",
    }
)

# 0 is not recorded or unborn, 9 indeterminate: neither is a sex that another source could be held against.
SEXES: Mapping[str, str] = MappingProxyType({"1": "male", "2": "female", "0": "", "9": ""})
UPN_UNKNOWN = frozenset(f"UN{number}" for number in range(1, 8))
YES_OR_NO: Mapping[str, bool] = MappingProxyType(
    {"true": True, "TRUE": True, "1": True, "false": False, "FALSE": False, "0": False}
)
