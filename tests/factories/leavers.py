"""A council in which one person holds everything that their role can hold, until their posting ends."""

import csv
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from alongside.access.context import acting_as, connected_as
from alongside.areas.allegations.actions import acknowledge_concern
from alongside.areas.challenges import actions as challenges
from alongside.areas.challenges.rules import AnswerWords
from alongside.areas.front_door import actions as front_door
from alongside.areas.front_door import queries
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.front_door.terms import QUESTIONS
from alongside.areas.plans import actions as plans
from alongside.areas.plans.models import Help
from alongside.areas.schools.actions import assign_child
from alongside.areas.staffing.actions import load_staff, say_away
from alongside.areas.staffing.staff_list import read_staff_file
from alongside.jobs import watching
from alongside.jobs.working import deliver_all
from alongside.register.models import Child, Posting, Team, User
from tests.factories.around import make_team
from tests.factories.council import ELSEWHERE, Council, make_child, make_council, make_posting
from tests.factories.officers import tell_the_officer
from tests.factories.rolls import ALDER, make_establishment

BEGUN = datetime(2026, 11, 16, 9, tzinfo=UTC)
LAST_DAY = "19/11/2026"
LEFT = datetime(2026, 11, 20, 9, tzinfo=UTC)
# Where a role is held, and by what its help is called; of schools and the hub, see `_people`.
TEAMS = {
    "social_worker": ("local_authority", "assessment_team", "assessment"),
    "lead_practitioner": ("local_authority", "family_help_team", "family_help"),
    "team_manager": ("local_authority", "family_help_team", "family_help"),
    "school_nurse": ("health_provider", "school_nursing", "another_organisation"),
    "health_practitioner": ("health_provider", "camhs", "another_organisation"),
    "charity_worker": ("charity", "charity_team", "another_organisation"),
    "police_coordinator": ("police_force", "police_unit", ""),
    "virtual_school_head": ("local_authority", "virtual_school", ""),
    "designated_officer": ("local_authority", "designated_officer", ""),
    "data_officer": ("local_authority", "data_team", ""),
}
HELPING = [role for role, (*_, outcome) in TEAMS.items() if outcome]
SCHOOL = ("designated_safeguarding_lead", "deputy_safeguarding_lead", "head", "pastoral_staff")
HUB = ("hub_screener", "hub_social_worker", "hub_manager", "hub_partner")
ADVICE = DecisionWords(
    outcome="advice", need="N4", level_of_need=2, local_offer="Young carers", family_told="yes",
    reasons="Mum has asked for help.", next_steps="Sam rings on Tuesday.",
)  # fmt: skip


@dataclass(slots=True)
class Leaving:
    """Everything that `leaver` holds, with whom they work, and the moments that go by."""

    council: Council
    people: dict[str, Posting]
    colleagues: dict[str, list[Posting]]
    role: str
    now: datetime = BEGUN
    children: list[Child] = field(default_factory=list)

    @property
    def leaver(self) -> Posting:
        return self.people[self.role]

    def one_of(self, *roles: str) -> Posting:
        """The leaver if they have one of these roles, else whoever has the first."""
        return self.people[self.role if self.role in roles else roles[0]]

    def acting(self, posting: Posting):
        self.now += timedelta(minutes=1)
        return acting_as(posting.id, at=self.now)

    def child(self) -> Child:
        with connected_as("loader"):
            made = make_child(
                self.council.authority, self.council.school, f"Child{len(self.children)}", "Amin"
            )
        self.children.append(made)
        return made

    def works(self, *, at: datetime | None = None) -> None:
        """One round of the worker, and what it delivers because of that."""
        at = at or self.now
        with connected_as("worker"):
            deliver_all(at=at)
            for watch in vars(watching).values():
                if getattr(watch, "__module__", "") == watching.__name__ and watch.__name__ != (
                    "keep_audit_partitions"
                ):
                    watch(at=at)
            deliver_all(at=at)

    def leaves(self, posting: Posting, *, listed_in: Path | None = None) -> None:
        """Their posting ends by the list of staff, or nobody lets them sign in any more."""
        if listed_in is None:
            with connected_as("loader"):
                User.objects.filter(id=posting.user_id).update(is_active=False)
            return
        place = posting.team.organisation
        row = {
            "Email": posting.user.email, "Full Name": posting.user.full_name, "Role": posting.role,
            "Organisation": ALDER if place.kind == "school" else place.name,
            "Team": posting.team.name, "Team Kind": posting.team.kind, "End Date": LAST_DAY,
        }  # fmt: skip
        with listed_in.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerow(row)
        with connected_as("loader"):
            read = read_staff_file(listed_in, read=lambda _: None)
            assert load_staff(read, at=LEFT).end_changed == 1, read.rejected


def make_leaving(role: str) -> Leaving:
    """A council where the person of this role holds all that the role can; one colleague beside them."""
    council = make_council()
    people, colleagues = _people(council)
    scene = Leaving(council=council, people=people, colleagues=colleagues, role=role)
    with connected_as("loader"):
        make_establishment(council.school, ALDER)
    _unsent(scene)
    _looked_at(scene)
    _put_forward(scene)
    _disagreed_with(scene)
    helping = people[role if role in HELPING else "lead_practitioner"]
    _asked_to_help(scene, helping)
    _helped(scene, helping)
    _with_another_council(scene)
    _of_their_own(scene)
    scene.works()
    return scene


def _people(council: Council) -> tuple[dict[str, Posting], dict[str, list[Posting]]]:
    people = {
        "designated_safeguarding_lead": council.lead, "deputy_safeguarding_lead": council.deputy,
        "hub_screener": council.screener, "hub_social_worker": council.social_worker,
        "hub_manager": council.manager,
    }  # fmt: skip
    with connected_as("loader"):
        for role, team in (
            ("head", council.school),
            ("pastoral_staff", council.school),
            ("hub_partner", council.hub),
        ):
            people[role] = make_posting(team, role, f"Ann {role}")
        for role, (organisation, kind, _) in TEAMS.items():
            team = make_team(council, organisation, kind, f"Team of {role}")
            people[role] = make_posting(team, role, f"Ann {role}")
            make_posting(team, role, f"Bob {role}")
        live = list(Posting.objects.select_related("user", "team__organisation"))
    people = {role: next(p for p in live if p.id == one.id) for role, one in people.items()}
    return people, {
        role: [p for p in live if p.team_id == one.team_id and p.id != one.id]
        for role, one in people.items()
    }


def _unsent(scene: Leaving) -> UUID:
    """Begun and saved by the school, and not sent."""
    child = scene.child()
    with scene.acting(scene.one_of(*SCHOOL[:2])) as lead:
        draft_id = front_door.begin_draft(child_id=child.id, by=lead, at=scene.now)
        words = {q.key: "Words" for q in QUESTIONS} | {"danger": "no", "family_knows": "yes"}
        front_door.save_answers(
            draft_id=draft_id, questions=list(words), words=words, version=1, by=lead, at=scene.now
        )
    return draft_id


def _asked(scene: Leaving, child: Child | None = None) -> UUID:
    """A request, sent by the school and taken on in the hub."""
    if child:
        scene.children.append(child)
    with scene.acting(scene.one_of(*SCHOOL[:2])) as lead:
        draft_id = front_door.begin_draft(
            child_id=(child or scene.child()).id, by=lead, at=scene.now
        )
        words = {q.key: "Words" for q in QUESTIONS} | {"danger": "no", "family_knows": "yes"}
        front_door.save_answers(
            draft_id=draft_id, questions=list(words), words=words, version=1, by=lead, at=scene.now
        )
        request_id = front_door.send_request(draft_id=draft_id, by=lead, at=scene.now)
    with scene.acting(scene.one_of(HUB[0], HUB[1], HUB[2])) as hub:
        read = queries.request_for_hub(hub, request_id, now=scene.now)
        front_door.acknowledge_request(
            request_id=request_id, version=read.version, by=hub, at=scene.now
        )
    return request_id


def _written(scene: Leaving, request_id: UUID, words: DecisionWords = ADVICE) -> int:
    with scene.acting(scene.one_of(HUB[0], HUB[1], HUB[2])) as hub:
        return front_door.save_decision_draft(
            request_id=request_id, words=words, version=0, by=hub, at=scene.now
        )


def _decided(scene: Leaving, words: DecisionWords = ADVICE, child: Child | None = None) -> UUID:
    """A request with its decision, made by a social worker who takes it over if need be."""
    request_id = _asked(scene, child)
    version = _written(scene, request_id, words)
    proposing, deciding = scene.one_of(HUB[0], HUB[1], HUB[2]), scene.one_of(HUB[1], HUB[2])
    with scene.acting(proposing) as hub:
        front_door.propose_decision(request_id=request_id, version=version, by=hub, at=scene.now)
    with scene.acting(deciding) as hub:
        front_door.confirm_decision(request_id=request_id, version=version, by=hub, at=scene.now)
    scene.works()
    return request_id


def _looked_at(scene: Leaving) -> None:
    """Held by somebody who writes the decision and has asked everybody, each of whom has begun to answer."""
    request_id = _asked(scene)
    _written(scene, request_id)
    asked = {}
    with scene.acting(scene.one_of(HUB[0], HUB[1], HUB[2])) as hub:
        asked[front_door.ask_referrer(
            request_id=request_id, question="Was she in?", by=hub, at=scene.now
        )] = scene.one_of(*SCHOOL[:2])  # fmt: skip
        for role in TEAMS:
            if role not in ("designated_officer", "data_officer"):  # who are asked nothing
                asked[front_door.consult(
                    request_id=request_id, team_id=scene.people[role].team_id,
                    question="What do you know?", by=hub, at=scene.now,
                )] = scene.people[role]  # fmt: skip
    for enquiry_id, posting in asked.items():
        with scene.acting(posting) as viewer:
            front_door.save_answer_draft(
                enquiry_id=enquiry_id, words="We know", version=1, by=viewer, at=scene.now
            )


def _put_forward(scene: Leaving) -> None:
    """One decision waits for a social worker, and one came back from them."""
    proposing = scene.one_of(HUB[0], HUB[1], HUB[2])
    for returned in (False, True):
        request_id = _asked(scene)
        version = _written(scene, request_id)
        with scene.acting(proposing) as hub:
            front_door.propose_decision(
                request_id=request_id, version=version, by=hub, at=scene.now
            )
        if returned:
            with scene.acting(scene.one_of(HUB[1], HUB[2])) as hub:
                front_door.return_decision(
                    request_id=request_id, reason="Say who rings", by=hub, at=scene.now
                )


def _disagreed_with(scene: Leaving) -> None:
    """One disagreement waits for the hub, and the answer to another for the school."""
    for answered in (False, True):
        request_id = _decided(scene)
        with scene.acting(scene.one_of(*SCHOOL[:2])) as lead:
            challenge_id = challenges.raise_challenge(
                request_id=request_id, words="Nobody rang mum.", by=lead, at=scene.now
            )
        if answered:
            with scene.acting(scene.people["hub_social_worker"]) as hub:
                challenges.answer_challenge(
                    challenge_id=challenge_id, version=1, by=hub, at=scene.now,
                    words=AnswerWords(result="stands", reasons="We rang mum."),
                )  # fmt: skip


def _to(team: Team, outcome: str) -> DecisionWords:
    return replace(ADVICE, outcome=outcome, help_team=team.id, local_offer="")


def _asked_to_help(scene: Leaving, helping: Posting) -> UUID:
    """Help that nobody has taken on yet."""
    return _decided(scene, _to(helping.team, TEAMS[helping.role][2]))


def _helped(scene: Leaving, helping: Posting) -> None:
    """Help that they lead, with others around the child, a meeting planned, and an answer they owe."""
    request_id = _decided(scene, _to(helping.team, TEAMS[helping.role][2]))
    with connected_as("loader"):
        help_ = Help.objects.select_related("child").get(request_id=request_id)
    agreement = plans.Agreement(basis="statutory")
    with scene.acting(helping) as by:
        plans.accept_help(help_id=help_.id, version=1, agreement=agreement, by=by, at=scene.now)
        plans.name_lead(
            help_id=help_.id, version=2, lead_posting_id=helping.id, by=by, at=scene.now
        )
        plans.plan_meeting(
            meeting_id=uuid4(), help_id=help_.id, by=by, at=scene.now,
            planned=plans.Planned(kind="core_group", starts_at=LEFT + timedelta(days=9), place="3"),
        )  # fmt: skip
        for role in ("police_coordinator", "virtual_school_head"):
            plans.invite_team(
                help_id=help_.id, team_id=scene.people[role].team_id, family_agrees=True,
                by=by, at=scene.now,
            )  # fmt: skip
    _decided(scene, _to(helping.team, "already_open"), child=help_.child)


def _with_another_council(scene: Leaving) -> None:
    _decided(
        scene,
        replace(ADVICE, outcome="another_authority", other_authority=ELSEWHERE, local_offer=""),
    )


def _of_their_own(scene: Leaving) -> None:
    """A concern of theirs that an officer looks at, whom a colleague has seen away; a child they are told of."""
    scene.now += timedelta(minutes=1)
    concern_id = tell_the_officer(scene.leaver, at=scene.now)
    with scene.acting(scene.people["designated_officer"]) as officer:
        acknowledge_concern(concern_id=concern_id, by=officer, at=scene.now)
    if scene.role in HUB:
        with scene.acting(scene.leaver) as hub:
            say_away(posting_id=scene.leaver.id, by=hub, at=scene.now)
    for child in scene.children[:2]:
        with scene.acting(scene.people["designated_safeguarding_lead"]) as lead:
            assign_child(
                child_id=child.id, posting_id=scene.people["pastoral_staff"].id, by=lead, at=scene.now
            )  # fmt: skip
