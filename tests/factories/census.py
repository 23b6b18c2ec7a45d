"""A council's children in need census, as XML, and a council that sends it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from alongside.access.context import connected_as
from alongside.areas.loads.actions.running import LoadTotals, run_load
from alongside.areas.social_care.actions import CensusSource
from alongside.register.models import Authority

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
# The order in which the schema has them; what is not here is as the test gives it.
IDENTIFIERS = (
    "LAchildID", "UPN", "FormerUPN", "UPNunknown", "PersonBirthDate", "ExpectedPersonBirthDate",
    "GenderCurrent", "PersonDeathDate",
)  # fmt: skip
ORDER = (
    "CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure",
    "DateOfInitialCPC", "Assessments", "CINPlanDates", "Section47", "ReferralNFA", "ChildProtectionPlans",
)  # fmt: skip
WRAPPED = {
    "Disability": "Disabilities",
    "AssessmentFactors": "FactorsIdentifiedAtAssessment",
    "CPPreviewDate": "Reviews",
}

Told = Mapping[str, Any]


def child(number: str = "C1", *episodes: Told, **told: Any) -> dict[str, Any]:
    """One child, with one plain episode where none is given."""
    return {
        "LAchildID": number,
        "PersonBirthDate": "2012-05-30",
        "GenderCurrent": "2",
        "Ethnicity": "WBRI",
        "CINdetails": list(episodes) or [episode()],
        **told,
    }


def episode(referred: str = "2021-05-04", **told: Any) -> dict[str, Any]:
    """One episode of need."""
    return {
        "CINreferralDate": referred,
        "ReferralSource": "2A",
        "PrimaryNeedCode": "N1",
        "ReferralNFA": "false",
        **told,
    }


def assessment(
    began: str = "2021-05-10", done: str = "2021-06-20", *factors: str
) -> dict[str, Any]:
    told = {"AssessmentActualStartDate": began, "AssessmentAuthorisationDate": done}
    return told | ({"AssessmentFactors": list(factors)} if factors else {})


def protection_plan(
    began: str = "2021-06-25", ended: str = "", *reviews: str, category: str = "NEG"
) -> dict[str, Any]:
    told: dict[str, Any] = {"CPPstartDate": began}
    told |= {"CPPendDate": ended} if ended else {}
    told |= {"InitialCategoryOfAbuse": category, "LatestCategoryOfAbuse": category}
    return told | {"NumberOfPreviousCPP": "1", "CPPreviewDate": list(reviews)}


def census_xml(
    children: Sequence[Told],
    *,
    year: str = "2022",
    day: str = "2022-03-31",
    authority: str = "999",
    collection: str = "CIN",
) -> str:
    """The whole file."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Message>\n<Header><CollectionDetails>'
        f"<Collection>{collection}</Collection><Year>{year}</Year><ReferenceDate>{day}</ReferenceDate>"
        "</CollectionDetails><Source><SourceLevel>L</SourceLevel>"
        f"<LEA>{authority}</LEA></Source></Header>\n<Children>\n"
        + "".join(child_xml(one) for one in children)
        + "</Children>\n</Message>\n"
    )


def child_xml(told: Told) -> str:
    about = "".join(_element(name, told[name]) for name in IDENTIFIERS if name in told)
    traits = "".join(_element(n, told[n]) for n in ("Ethnicity", "Disability") if n in told)
    episodes = "".join(_episode_xml(one) for one in told["CINdetails"])
    return (
        f"<Child>\n<ChildIdentifiers>{about}</ChildIdentifiers>\n"
        f"<ChildCharacteristics>{traits}</ChildCharacteristics>\n{episodes}</Child>\n"
    )


def _episode_xml(told: Told) -> str:
    names = [*(n for n in ORDER if n in told), *(n for n in told if n not in ORDER)]
    return f"<CINdetails>{''.join(_element(n, told[n]) for n in names)}</CINdetails>\n"


def _element(name: str, value: Any) -> str:
    match value:
        case str():
            return f"<{name}>{escape(value)}</{name}>"
        case list() if name in WRAPPED:
            inside = "".join(_element(name, one) for one in value)
            return f"<{WRAPPED[name]}>{inside}</{WRAPPED[name]}>" if value else ""
        case list():
            return "".join(_element(name, one) for one in value)
        case _:
            inside = "".join(_element(n, v) for n, v in value.items())
            return f"<{name}>{inside}</{name}>\n"


class Sender:
    """A council's performance team, which writes a census and has it loaded."""

    def __init__(self, folder: Path, authority: Authority) -> None:
        self.path, self.authority = folder / "census.xml", authority

    def loads(
        self,
        *children: Told,
        at: datetime = NOW,
        year: int = 2022,
        batch: int = 1000,
        authority: str = "999",
        many_meant: bool = True,
    ) -> LoadTotals:
        """Write these children as this year's census and load it as the loader."""
        xml = census_xml(children, year=str(year), day=f"{year}-03-31", authority=authority)
        self.path.write_text(xml, encoding="utf-8")
        return self.loads_file(self.path, at=at, batch=batch, many_meant=many_meant)

    def loads_file(
        self, path: Path, *, at: datetime = NOW, batch: int = 1000, many_meant: bool = True
    ) -> LoadTotals:
        source = CensusSource(
            path, authority=self.authority, today=date(2026, 11, 24), many_meant=many_meant
        )
        with connected_as("loader"):
            return run_load(source, at=at, operator="op", batch=batch)
