"""One act on help as rows, unsaved: the same whether somebody does it now or it is loaded as past."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from alongside.access.gate import NotFound, NotPermitted, require
from alongside.access.ties import end_ties, set_discreet, start_tie
from alongside.access.viewer import Acting, Permission, Viewer
from alongside.areas.chronology.actions import Fact, record_many, save_texts, write_text
from alongside.areas.chronology.models import TextBlock
from alongside.areas.messages.actions import mark_read
from alongside.areas.plans.actions.errors import ChangedMeanwhile, Unfinished
from alongside.areas.plans.actions.offering import ties_of_offer
from alongside.areas.plans.models import Help
from alongside.areas.plans.queries.owing import tied_for_answers
from alongside.areas.plans.rules import is_discreet
from alongside.areas.plans.terms import About
from alongside.register.models import Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """A tie to start or to end: of a team, or of one person in it."""

    kind: str
    subject_id: UUID
    team_id: UUID | None = None
    user_id: UUID | None = None
    discreet: bool = False


@dataclass(slots=True, kw_only=True)
class Moved:
    """Everything that one act on one period of help leaves, unsaved."""

    help_: Help
    texts: list[TextBlock] = field(default_factory=list)
    rows: list[Model] = field(default_factory=list)
    changed: list[Model] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    starts: list[Tied] = field(default_factory=list)
    ends: list[Tied] = field(default_factory=list)
    agreement_set: bool = False

    def text(
        self, body: str, *, part: str, by: Acting, at: datetime, subject_id: UUID | None = None
    ) -> TextBlock | None:
        """Words of this act; None where nothing was written."""
        if not body.strip():
            return None
        written = write_text(
            body=body.strip(), authority_id=self.help_.authority_id, child_id=self.help_.child_id,
            subject_id=subject_id or self.help_.id, part=part, source_id=by.organisation_id, at=at,
        )  # fmt: skip
        self.texts.append(written)
        return written

    def fact(
        self,
        event: str,
        /,
        *, by: Acting | None, at: datetime, subject_id: UUID | None = None,
        **payload: object,
    ) -> None:  # fmt: skip
        """Something to record of this act."""
        self.facts.append(
            Fact(
                kind=event, authority_id=self.help_.authority_id, child_id=self.help_.child_id,
                subject_id=subject_id or self.help_.id, by_posting_id=by.posting_id if by else None,
                at=at, payload=payload,
            )
        )  # fmt: skip

    def touch(self, *, at: datetime) -> None:
        """The help has moved on: its version, and when something was last recorded of it."""
        self.help_.version += 1
        self.help_.last_recorded_at = max(at, self.help_.last_recorded_at)


def locked_help(help_id: UUID, permission: Permission, *, by: Viewer, at: datetime) -> Help:
    """The help, locked until the transaction ends, if the viewer's team gives it and may do this.

    Raises `NotFound` where they may not know of it, and `NotPermitted` where it is another team's.
    """
    help_ = Help.objects.select_for_update().filter(id=help_id).first()
    if help_ is None:
        raise NotFound
    require(by, permission, help_.child_id, subject_id=help_.id, at=at)
    if help_.team_id != by.team_id:
        raise NotPermitted(permission.refusal)
    return help_


def refuse_if_changed(help_: Help, version: int) -> None:
    if help_.version != version:
        raise ChangedMeanwhile


def refuse_unfinished(*found: dict[str, str]) -> None:
    """Raise `Unfinished` with every problem found."""
    problems = {field: words for one in found for field, words in one.items()}
    if problems:
        raise Unfinished(problems)


def keep(moved: Moved, *, by: Viewer, at: datetime) -> None:
    """Save an act: its words and rows, who is tied from now on, and what is recorded of it.

    Whoever acts has dealt with what the team had been told of this help. Ties end last: what
    is recorded of an ending is still recorded by somebody who is tied.
    """
    help_ = moved.help_
    save_texts(moved.texts)
    for row in moved.rows:
        row.save(force_insert=True)
    for row in (*moved.changed, help_):
        row.save(force_update=True)
    mark_read(by, subject_id=help_.id, at=at)
    _start(moved, at=at)
    record_many(moved.facts)
    for tied in moved.ends:
        end_ties(
            child_id=help_.child_id, kind=tied.kind, at=at,
            team_id=tied.team_id, user_id=tied.user_id, subject_id=tied.subject_id,
        )  # fmt: skip


def _start(moved: Moved, *, at: datetime) -> None:
    help_ = moved.help_
    teams = Team.objects.in_bulk({tied.team_id for tied in moved.starts if tied.team_id})
    for tied in moved.starts:
        assert tied.team_id
        start_tie(
            child_id=help_.child_id, team=teams[tied.team_id], kind=tied.kind, subject_id=tied.subject_id,
            at=at, evidence=f"help:{help_.id}", user_id=tied.user_id, discreet=tied.discreet,
        )  # fmt: skip
    if moved.agreement_set:
        for subject_id, of_people, discreet in seen_by_others(help_):
            set_discreet(
                child_id=help_.child_id, subject_id=subject_id, of_people=of_people, discreet=discreet
            )  # fmt: skip


def seen_by_others(help_: Help) -> Iterator[tuple[UUID, bool, bool]]:
    """For each subject, of the team and of its people, whether the tie is kept out of sight."""
    for of_people, about in ((False, About.ACCEPTED), (True, About.LEAD_NAMED)):
        discreet = is_discreet(about, basis=help_.basis, agreed=frozenset(help_.agreed))
        for subject_id in ties_of_offer(help_):
            yield subject_id, of_people, discreet
        if not of_people:
            for subject_id in tied_for_answers(help_.team_id, help_.child_id):
                yield subject_id, False, discreet
