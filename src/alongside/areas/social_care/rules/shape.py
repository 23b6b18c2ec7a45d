"""The elements of the children in need census, and the record of one child that they are read into.

A record is a dictionary by the census's own element names, so that it can be kept as JSON and a return
written from it again. The census's wrappers (ChildIdentifiers, Reviews and so on) hold nothing of their
own and are left out: `SHAPE` says where each element belongs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

# One child, one episode, one assessment and so on: by element name, its text, or a list.
Record = dict[str, Any]
EPISODES = "CINdetails"
ASSESSMENTS, ENQUIRIES = "Assessments", "Section47"
PROTECTION_PLANS, NEED_PLANS = "ChildProtectionPlans", "CINPlanDates"
REVIEWS, FACTORS, DISABILITIES = "CPPreviewDate", "AssessmentFactors", "Disability"
REFERRED = "CINreferralDate"

# What an episode of need holds, with the day each begins on: by it one is known from another.
BEGINS: Mapping[str, str] = MappingProxyType(
    {
        ASSESSMENTS: "AssessmentActualStartDate",
        NEED_PLANS: "CINPlanStartDate",
        ENQUIRIES: "S47ActualStartDate",
        PROTECTION_PLANS: "CPPstartDate",
    }
)


@dataclass(frozen=True, slots=True)
class Element:
    """What stands in the census under one name: text, or elements; once, or many times."""

    inside: Mapping[str, "Element"] | None = None
    many: bool = False
    wrapper: bool = False


def _texts(names: str) -> dict[str, Element]:
    return dict.fromkeys(names.split(), Element())


def _list_of(name: str) -> Element:
    return Element(inside={name: Element(many=True)}, wrapper=True)


SHAPE: Mapping[str, Element] = MappingProxyType(
    {
        "ChildIdentifiers": Element(
            inside=_texts(
                "LAchildID UPN FormerUPN UPNunknown PersonBirthDate ExpectedPersonBirthDate"
                " GenderCurrent PersonDeathDate"
            ),
            wrapper=True,
        ),
        "ChildCharacteristics": Element(
            inside={"Ethnicity": Element(), "Disabilities": _list_of(DISABILITIES)}, wrapper=True
        ),
        EPISODES: Element(
            many=True,
            inside={
                **_texts("CINreferralDate ReferralSource PrimaryNeedCode CINclosureDate"),
                **_texts("ReasonForClosure DateOfInitialCPC ReferralNFA"),
                ASSESSMENTS: Element(
                    many=True,
                    inside={
                        **_texts("AssessmentActualStartDate AssessmentInternalReviewDate"),
                        "AssessmentAuthorisationDate": Element(),
                        "FactorsIdentifiedAtAssessment": _list_of(FACTORS),
                    },
                ),
                NEED_PLANS: Element(many=True, inside=_texts("CINPlanStartDate CINPlanEndDate")),
                ENQUIRIES: Element(
                    many=True,
                    inside=_texts(
                        "S47ActualStartDate InitialCPCtarget DateOfInitialCPC ICPCnotRequired"
                    ),
                ),
                PROTECTION_PLANS: Element(
                    many=True,
                    inside={
                        **_texts("CPPstartDate CPPendDate InitialCategoryOfAbuse"),
                        **_texts("LatestCategoryOfAbuse NumberOfPreviousCPP"),
                        "Reviews": _list_of(REVIEWS),
                    },
                ),
            },
        ),
    }
)


class Problem(NamedTuple):
    """What of a record could not be taken, and why. `record` is the very one it stood in."""

    record: Record
    element: str
    reason: str
    value: str = ""
    place: int = 0  # which of several elements of this name


# Where in a record something stands: () the child, (referred,) an episode, (referred, kind, begun) one
# of what it holds. "" stands for a day that could not be read: any of them may be meant.
Path = tuple[str, ...]


def held_by(episode: Record) -> Iterator[tuple[str, Record]]:
    """Each assessment, enquiry and plan of an episode, with which it is."""
    for kind in BEGINS:
        for one in episode.get(kind, ()):
            yield kind, one
