"""What a pack holds, once read and found valid. Values only: nothing here reads a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from alongside.foundation.calendars import Limit, OfficeHours
from alongside.packs.terms import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    key: str
    label: str
    held_in: tuple[str, ...]  # kinds of organisation
    registered_social_worker: bool
    can_sign_in: bool


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class GrantRow:
    """One row of the table `access_matrix`."""

    role: str
    relationship: str
    purpose: str
    part: str
    act: str
    own_subject_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Who may do what to which parts, by which tie to the child, and the source that says so."""

    roles: tuple[str, ...]
    relationship: str
    purpose: str
    parts: tuple[str, ...]
    acts: tuple[str, ...]
    own_subject_only: bool  # only rows about the very request the relationship was made for
    source: str

    def rows(self) -> tuple[GrantRow, ...]:
        """One row for each role, part and act of this grant."""
        return tuple(
            GrantRow(
                role=role,
                relationship=self.relationship,
                purpose=self.purpose,
                part=part,
                act=act,
                own_subject_only=self.own_subject_only,
            )
            for role in self.roles
            for part in self.parts
            for act in self.acts
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSoon:
    """Record `event`, so telling `tell`, this long before the clock is due."""

    before: Limit
    tell: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Record `event`, so telling `tell`, once the clock is past due."""

    tell: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timescale:
    """One clock: which events start and stop it, its limit, and who is warned."""

    key: str
    label: str
    about: str
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...]
    limit: Limit
    source: str
    reopens_on: tuple[str, ...] = ()
    pauses_on: tuple[str, ...] = ()
    resumes_on: tuple[str, ...] = ()
    cancels_on: tuple[str, ...] = ()
    stops_all_on: tuple[str, ...] = ()
    repeats: bool = False  # starts again from the event that stopped it
    in_force_from: date | None = None
    warn: tuple[DueSoon, ...] = ()
    overdue: Overdue | None = None

    def events(self) -> frozenset[str]:
        """Every event this clock names."""
        reacted_to = (
            *self.starts_on, *self.stops_on, *self.reopens_on, *self.pauses_on,
            *self.resumes_on, *self.cancels_on, *self.stops_all_on,
        )  # fmt: skip
        recorded = [warning.event for warning in self.warn]
        if self.overdue:
            recorded.append(self.overdue.event)
        return frozenset((*reacted_to, *recorded))


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Which relationships to the child are told of an event, how soon, and in which parts."""

    event: str
    tell: tuple[str, ...]
    urgency: str
    parts: tuple[str, ...]
    email: bool
    required: bool  # a duty: no authority may take it away


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of need, with examples of what is seen at it in each domain."""

    number: int
    name: str
    short: str
    description: str
    indicators: Mapping[str, tuple[str, ...]]  # by domain
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFramework:
    key: str
    name: str
    outcomes: tuple[Outcome, ...]
    is_default: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDoor:
    """How the authority's front door is reached, in and out of hours."""

    name: str
    duty_line: str
    emergency_duty_team: str  # telephone number
    emergency_duty_team_name: str
    opens: time
    closes: time
    days: str
    receiving_team_kind: str
    unsent_alert_at: time

    @property
    def office(self) -> OfficeHours:
        """When the duty line is answered."""
        return OfficeHours(opens=self.opens, closes=self.closes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a request is mainly about, by the code of the children in need census."""

    code: str
    label: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalOffer:
    """Help that a family can go to without a referral."""

    key: str
    name: str
    about: str
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeStage:
    """A stage of a disagreement: who answers it. Its time limit is a timescale, challenge_stage_N."""

    number: int
    name: str
    answered_by: str
    answering_role: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeWording:
    label: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a school or a parent reads, by the state of a request and by its outcome."""

    status: Mapping[str, str]
    feedback: Mapping[str, str]
    outcomes: Mapping[str, OutcomeWording]
    imported: Mapping[str, str]  # what is told of help that a case management system has

    def imported_line(self, line: str, **said: str) -> str:
        """What a school is told of imported help, with its placeholders filled."""
        return self.imported[line].format_map(said)

    def status_line(self, state: str, **said: str) -> str:
        """The line for this state with its placeholders filled; `KeyError` if one is not given."""
        return self.status[state].format_map(said)

    def feedback_line(self, about: str, **said: str) -> str:
        """What a school reads first of feedback, with its placeholders filled."""
        return self.feedback[about].format_map(said)


@lru_cache  # every page asks for them
def _grant_rows(pack: "Pack") -> tuple[GrantRow, ...]:
    return tuple(sorted({row for grant in pack.grants for row in grant.rows()}))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pack:
    """Everything that one authority does its own way, over the defaults of England."""

    key: str
    name: str
    roles: Mapping[str, Role]
    grants: tuple[Grant, ...]
    timescales: Mapping[str, Timescale]
    audiences: tuple[Audience, ...]
    levels: tuple[Level, ...]
    outcome_frameworks: tuple[OutcomeFramework, ...]
    front_door: FrontDoor
    needs: Mapping[str, Need]
    offers: tuple[LocalOffer, ...]
    challenge_stages: tuple[ChallengeStage, ...]
    wording: Wording

    def grant_rows(self) -> tuple[GrantRow, ...]:
        """The access matrix, flat: sorted, each row once."""
        return _grant_rows(self)

    def may_any_role_read(self, relationship: str, part: str) -> bool:
        """Whether the matrix lets any person read this part by this relationship."""
        return any(
            row.relationship == relationship and row.part == part and row.act == Act.READ
            for row in self.grant_rows()
            if self.roles[row.role].can_sign_in
        )

    def audiences_of(self, event: str) -> tuple[Audience, ...]:
        """Who is told of this event."""
        return tuple(audience for audience in self.audiences if audience.event == event)

    def events_named(self) -> frozenset[str]:
        """Every event any file of the pack names, for checking against the event catalogue."""
        by_clocks = (timescale.events() for timescale in self.timescales.values())
        return frozenset(audience.event for audience in self.audiences).union(*by_clocks)


# An authority without a pack is known, for children go to school across borders, and not served
# here: nobody is granted anything by it, no clock runs for it and nobody is told.
NOT_SERVED = Pack(
    key="",
    name="",
    roles={},
    grants=(),
    timescales={},
    audiences=(),
    levels=(),
    outcome_frameworks=(),
    front_door=FrontDoor(
        name="",
        duty_line="",
        emergency_duty_team="",
        emergency_duty_team_name="",
        opens=time(9),
        closes=time(17),
        days="working",
        receiving_team_kind="",
        unsent_alert_at=time(14, 30),
    ),
    needs={},
    offers=(),
    challenge_stages=(),
    wording=Wording(status={}, feedback={}, outcomes={}, imported={}),
)
