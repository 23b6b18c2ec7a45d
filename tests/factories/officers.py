"""The small council with designated officers, a head, and an officer of another authority."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from alongside.access.context import acting_as, connected_as
from alongside.access.matrix import load_matrix
from alongside.areas.allegations import actions
from alongside.register.models import Authority, Organisation, Posting, Team
from tests.factories.council import Council, make_council, make_posting

HEAD = "Hal Headteacher"
TOLD = {
    "danger": "no",
    "about_name": HEAD,
    "about_role": "Headteacher",
    "about_workplace": "Alder Primary School",
    "what_happened": "He shouted at a child in the corridor and held her arm.",
    "children": "A girl in year 4, safe at home",
    "who_knows": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Officers(Council):
    """What a test of concerns needs to name."""

    officers: Team
    officer: Posting
    second: Posting
    head: Posting
    everybody_else: list[Posting]


def make_officers() -> Officers:
    """Thornmere with its designated officers, and Ashmoor with another."""
    made = make_council()
    with connected_as("loader"):
        officers = Team.objects.create(
            organisation=made.hub.organisation, kind="designated_officer",
            name="Thornmere Designated Officers", telephone="01632 960150",
        )  # fmt: skip
        elsewhere = _officers_of_another_authority()
        return Officers(
            **{field.name: getattr(made, field.name) for field in fields(made)},
            officers=officers,
            officer=make_posting(officers, "designated_officer", "Ola Officer"),
            second=make_posting(officers, "designated_officer", "Pat Officer"),
            head=make_posting(made.school, "head", HEAD),
            everybody_else=[
                *(made.lead, made.other_lead, made.screener, made.social_worker, made.manager),
                make_posting(made.school, "pastoral_staff", "Quin Pastoral"),
                make_posting(elsewhere, "designated_officer", "Ros Elsewhere"),
            ],
        )


def _officers_of_another_authority() -> Team:
    authority = Authority.objects.create(
        dfe_code="998", gss_code="E99999998", name="Ashmoor", pack="thornmere"
    )
    load_matrix(authority)
    council = Organisation.objects.create(
        authority=authority, kind="local_authority", name="Ashmoor Council"
    )
    return Team.objects.create(
        organisation=council, kind="designated_officer", name="Ashmoor Designated Officer"
    )


def tell_the_officer(posting: Posting, *, at: datetime, **changed: str) -> UUID:
    """What somebody does to tell the designated officer; the concern's id."""
    with acting_as(posting.id, at=at) as writer:
        version = actions.save_draft(answers={**TOLD, **changed}, version=0, by=writer, at=at)
    with acting_as(posting.id, at=at) as writer:
        concern_id = actions.report_concern(version=version, by=writer, at=at)
        assert concern_id is not None
        return concern_id
