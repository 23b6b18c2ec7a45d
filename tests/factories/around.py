"""A child with a whole team around them: every relationship there is, and something in every part."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.people.actions import MemberTold, Source, record_family_members
from alongside.areas.plans.models import Feedback, Help, Meeting
from alongside.foundation.ids import new_id
from alongside.register.models import Child, Organisation, Posting, Relationship, Team
from tests.factories.council import LONG_AGO, Council, make_posting

BEGUN = datetime(2026, 9, 4, 10, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundTheChild:
    """The postings by how they are tied, and what there is of the child."""

    postings: dict[str, Posting]
    help_id: UUID
    request_id: UUID
    sibling: Child


def make_team(council: Council, kind: str, team_kind: str, name: str) -> Team:
    organisation = Organisation.objects.create(
        authority=council.authority,
        kind=kind,
        name=f"{name} organisation",
        telephone="01632 960300",
    )
    return Team.objects.create(
        organisation=organisation, kind=team_kind, name=name, telephone="01632 960301"
    )


def tied(
    child: Child,
    team: Team,
    kind: str,
    *,
    subject_id: UUID | None = None,
    user=None,
    discreet=False,
) -> None:
    Relationship.objects.create(
        authority_id=child.authority_id, child=child, organisation_id=team.organisation_id, team=team,
        user=user, kind=kind, subject_id=subject_id, starts_at=LONG_AGO, evidence="test:made",
        discreet=discreet,
    )  # fmt: skip


def happened(council: Council, name: str, subject_id: UUID, *, by: Posting, **payload) -> None:
    record(
        Fact(
            kind=name, authority_id=council.authority.id, child_id=council.child.id,
            subject_id=subject_id, by_posting_id=by.id, at=BEGUN, payload=payload,
        )
    )  # fmt: skip


def make_around(council: Council, sibling: Child) -> AroundTheChild:
    """Everybody there is, as the loader: a request that was decided, help under way, and the family."""
    with connected_as("loader"):
        child, help_id, request_id, enquiry_id = council.child, new_id(), new_id(), new_id()
        family_help = make_team(council, "local_authority", "family_help_team", "Family Help North")
        nursing = make_team(council, "health_provider", "school_nursing", "School Nursing North")
        police = make_team(council, "police_force", "police_unit", "Thornmere Police Unit")
        charity = make_team(council, "charity", "charity_team", "Young Carers")
        postings = {
            "safeguarding lead, on roll": council.lead,
            "head, on roll": make_posting(council.school, "head", "Hal Head"),
            "pastoral, assigned": make_posting(council.school, "pastoral_staff", "Pat Pastoral"),
            "hub, received": council.screener,
            "hub partner, received": make_posting(council.hub, "hub_partner", "Una Partner"),
            "lead practitioner, allocated": make_posting(family_help, "lead_practitioner", "Lou Lead"),
            "charity, allocated": make_posting(charity, "charity_worker", "Kit Carer"),
            "police, plan member": make_posting(police, "police_coordinator", "Pip Police"),
            "virtual school, consulted": make_posting(
                make_team(council, "local_authority", "virtual_school", "Virtual School"),
                "virtual_school_head", "Vic Virtual",
            ),
            "nurse, health episode": make_posting(nursing, "school_nurse", "Nel Nurse"),
        }  # fmt: skip
        lead = postings["lead practitioner, allocated"]
        tied(child, council.school, "referrer", subject_id=request_id)
        tied(child, council.school, "assigned", subject_id=request_id,
             user=postings["pastoral, assigned"].user)  # fmt: skip
        tied(child, council.hub, "received", subject_id=request_id)
        for subject_id in (help_id, request_id):
            tied(child, family_help, "allocated", subject_id=subject_id)
        tied(child, family_help, "allocated", subject_id=help_id, user=lead.user)
        tied(child, charity, "allocated", subject_id=new_id(), discreet=True)
        tied(child, police, "plan_member", subject_id=help_id)
        tied(child, postings["virtual school, consulted"].team, "consulted", subject_id=enquiry_id)
        tied(child, nursing, "health_episode")
        _help(council, lead, help_id, request_id)
        _history(council, lead, help_id, request_id, enquiry_id)
        _family(council, family_help, sibling)
        return AroundTheChild(
            postings=postings, help_id=help_id, request_id=request_id, sibling=sibling
        )


def _help(council: Council, lead: Posting, help_id: UUID, request_id: UUID) -> None:
    Help.objects.create(
        id=help_id, authority=council.authority, child=council.child, request_id=request_id,
        outcome="family_help", team=lead.team, state="active", basis="statutory", lead=lead,
        lead_since=BEGUN, offered_at=BEGUN, accepted_at=BEGUN, last_recorded_at=BEGUN,
    )  # fmt: skip
    Meeting.objects.create(
        help_id=help_id, child=council.child, kind="core_group", place="Room 3",
        starts_at=timezone.now() + timedelta(days=9), recorded_at=BEGUN,
    )  # fmt: skip
    Feedback.objects.create(
        authority=council.authority, child=council.child, request_id=request_id, help_id=help_id,
        about="meeting", team=lead.team, meeting_on=timezone.localdate() + timedelta(days=9),
        given_at=BEGUN,
    )  # fmt: skip


def _history(
    council: Council, lead: Posting, help_id: UUID, request_id: UUID, enquiry_id: UUID
) -> None:
    happened(council, "joined_roll", council.child.id, by=council.lead,
             school=council.school.organisation_id, load=None, on=date(2026, 1, 1))  # fmt: skip
    happened(council, "request_sent", request_id, by=council.lead, urgent=False)
    happened(council, "consultation_asked", enquiry_id, by=council.screener, enquiry=enquiry_id)
    happened(council, "lead_named", help_id, by=lead)
    happened(council, "meeting_planned", help_id, by=lead, kind="core_group", on=date(2026, 12, 4))
    happened(council, "contact_recorded", help_id, by=lead, kind="visit", child_seen="alone",
             contact=new_id())  # fmt: skip
    happened(council, "feedback_lead_named", request_id, by=lead, feedback=new_id(), override=False)


def _family(council: Council, family_help: Team, sibling: Child) -> None:
    source = Source(code="test", load_id=None, authority_id=council.authority.id, at=BEGUN)
    child_id = council.child.id
    record_family_members(
        [
            MemberTold(child_id=child_id, kind="mother", name="Mum Oneill",
                       parental_responsibility="yes", telephone="01632 960500", lives_with=True),
            MemberTold(child_id=child_id, kind="brother_or_sister", other_child_id=sibling.id),
        ],
        told_by=council.school.organisation_id, source=source,
    )  # fmt: skip
    record_family_members(
        [MemberTold(child_id=child_id, kind="grandparent", name="Gran Oneill", lives_with=False)],
        told_by=family_help.organisation_id,
        source=source,
    )
