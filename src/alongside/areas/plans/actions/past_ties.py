"""Who was tied to a child from when until when, as the acts of the past leave it: read once, written once."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from alongside.areas.plans.actions.moves import Moved, Tied, seen_by_others
from alongside.areas.plans.models import Help
from alongside.register.bulk import insert_models, update_models
from alongside.register.models import Relationship, Team

ALLOCATED = "allocated"


class PastTies:
    """The open ties of some helps' children, to which their acts are done one after another."""

    def __init__(self, helps: Iterable[Help]) -> None:
        helps = list(helps)
        self._teams: Mapping[UUID, Team] = Team.objects.in_bulk({one.team_id for one in helps})
        self._of_child: dict[UUID, list[Relationship]] = {one.child_id: [] for one in helps}
        for tie in Relationship.objects.filter(child_id__in=self._of_child, ends_at=None):
            self._of_child[tie.child_id].append(tie)
        self._new: list[Relationship] = []
        self._changed: dict[UUID, Relationship] = {}

    def take(self, moved: Moved, *, at: datetime) -> None:
        """Start and end what this act starts and ends, and hide what nobody agreed to be told of."""
        help_ = moved.help_
        self._start(moved, at=at)
        if moved.agreement_set:
            for subject_id, of_people, discreet in seen_by_others(help_):
                for tie in self._open(help_, ALLOCATED, subject_id, team_id=help_.team_id):
                    if (tie.user_id is not None) is of_people:
                        self._change(tie, discreet=discreet)
        for tied in moved.ends:
            open_ties = self._open(
                help_, tied.kind, tied.subject_id, team_id=tied.team_id, user_id=tied.user_id
            )
            for tie in open_ties:
                self._change(tie, ends_at=at)

    def save(self) -> None:
        """Write every tie as it stands after the last act."""
        insert_models(self._new)
        update_models(self._changed.values(), ("ends_at", "discreet"))

    def _start(self, moved: Moved, *, at: datetime) -> None:
        help_ = moved.help_
        for tied in moved.starts:
            self._new.append(self._tie(help_, tied, at=at))
            self._of_child[help_.child_id].append(self._new[-1])

    def _tie(self, help_: Help, tied: Tied, *, at: datetime) -> Relationship:
        assert tied.team_id
        return Relationship(
            authority_id=help_.authority_id, child_id=help_.child_id, team_id=tied.team_id,
            organisation_id=self._teams[tied.team_id].organisation_id, user_id=tied.user_id, kind=tied.kind,
            subject_id=tied.subject_id, starts_at=at, evidence=f"help:{help_.id}", discreet=tied.discreet,
        )  # fmt: skip

    def _open(
        self,
        help_: Help,
        kind: str,
        subject_id: UUID,
        *,
        team_id: UUID | None,
        user_id: UUID | None = None,
    ) -> Iterator[Relationship]:
        for tie in self._of_child[help_.child_id]:
            of_whom = team_id in (None, tie.team_id) and user_id in (None, tie.user_id)
            if (tie.kind, tie.subject_id) == (kind, subject_id) and of_whom and not tie.ends_at:
                yield tie

    def _change(self, tie: Relationship, **columns: object) -> None:
        for name, value in columns.items():
            setattr(tie, name, value)
        if not tie._state.adding:  # noqa: SLF001  what is new is written as it then stands
            self._changed[tie.id] = tie
