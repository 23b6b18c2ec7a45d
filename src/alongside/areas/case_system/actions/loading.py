"""Load the case system's steps: what one file tells, joined to what is held, in one transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.areas.case_system.actions.applying import Applied, apply_cases
from alongside.areas.case_system.actions.children import find_children, link_people
from alongside.areas.case_system.actions.errors import SeveralAuthorities, UnknownAuthority
from alongside.areas.case_system.actions.keeping import Keeping, children_to_look_at_again
from alongside.areas.case_system.feed import ToldStep
from alongside.areas.case_system.rules.steps import Version, digested
from alongside.areas.case_system.terms import Reason, Status
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.loads.actions import Counts, LoadedFile, begin_load, finish_load
from alongside.areas.loads.reading.files import FileRead
from alongside.register.models import Authority

SOURCE = "case_system"
_PARTS = ("assessment", "plan", "feedback")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is answered for one row that was kept."""

    line: int
    step: str
    status: str
    reason: str


@dataclass(slots=True, kw_only=True)
class StepTotals:
    """What a load did. `added`, `changed` and `unchanged` are of the steps its rows tell."""

    read: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    applied: int = 0
    waiting: int = 0
    superseded: int = 0
    contradicted: int = 0
    cases: int = 0
    answers: list[Answered] = field(default_factory=list)
    reasons: Mapping[str, int] = field(default_factory=dict)


def authority_of(code: str) -> Authority:
    """The authority of a DfE code; the only one that is served here, where none is given."""
    served = list(Authority.objects.exclude(pack="").order_by("dfe_code"))
    if code:
        for one in served:
            if one.dfe_code == code:
                return one
        raise UnknownAuthority(code)
    if len(served) != 1:
        raise SeveralAuthorities([one.dfe_code for one in served])
    return served[0]


@transaction.atomic
def load_steps(
    file: FileRead[ToldStep],
    *,
    authority: str = "",
    source: str = SOURCE,
    at: datetime,
    operator: str = "",
    dry_run: bool = False,
) -> StepTotals:
    """Take the steps of a file that was read; rows about nobody known join its rejected ones.

    Files may come in any order, and as often as they like. A `dry_run` says what would be and leaves
    everything as it was. Raises `UnknownAuthority` or `SeveralAuthorities`.
    """
    whose = authority_of(authority)
    load = begin_load(
        kind="steps", file_name=file.name, digest=file.digest, at=at, operator=operator,
        sender=whose.name, authority_id=whose.id,
    )  # fmt: skip
    totals = _StepLoad(file, whose, source, load).run()
    if dry_run:
        transaction.set_rollback(True)
    return totals


class _StepLoad:
    """One load, from the rows of a file to what was written."""

    def __init__(
        self, file: FileRead[ToldStep], authority: Authority, source: str, load: LoadedFile
    ) -> None:
        self.file, self.authority, self.source, self.load = file, authority, source, load

    def run(self) -> StepTotals:
        """Find whom the rows are about, keep them, and apply every case they touch."""
        rows = self.file.taken
        found = find_children(rows, authority_id=self.authority.id, source=self.source)
        self.file.reject(found.rejected)
        link_people(found.linked, authority_id=self.authority.id, source=self.source)
        told = [
            (row.line, digested(_version(row, found.children[row.line])))
            for row in rows
            if row.line in found.children
        ]
        keeping = Keeping(authority=self.authority, source=self.source, at=self.load.at)
        kept = keeping.take([version for _, version in told])
        children = kept.children | children_to_look_at_again(self.authority.id, self.source)
        applied = apply_cases(
            children=children, authority_id=self.authority.id, source=self.source, at=self.load.at
        )  # fmt: skip
        totals = self._totals(told, applied)
        totals.added, totals.changed, totals.unchanged = kept.added, kept.changed, kept.unchanged
        self._finish(totals, applied)
        return totals

    def _totals(self, told: Sequence[tuple[int, Version]], applied: Applied) -> StepTotals:
        answers = [_answer(line, version, applied) for line, version in told]
        standing = Counter(answer.status for answer in answers)
        return StepTotals(
            read=self.file.rows,
            rejected=len(self.file.rejected),
            applied=standing[Status.APPLIED],
            waiting=standing[Status.WAITING],
            superseded=standing[Status.SUPERSEDED],
            contradicted=standing[Status.CONTRADICTED],
            cases=applied.cases,
            answers=answers,
            reasons=Counter(answer.reason for answer in answers if answer.reason),
        )

    def _finish(self, totals: StepTotals, applied: Applied) -> None:
        counts = Counts(
            rows=totals.read, rejected=totals.rejected, added=totals.added, changed=totals.changed
        )
        finish_load(
            self.load,
            counts,
            rejected=self.file.refusals(),
            children=applied.children,
            parts=_PARTS,
        )
        record(
            Fact(
                kind="steps_loaded",
                authority_id=self.authority.id,
                subject_id=self.load.load_id,
                at=self.load.at,
                payload={
                    "load": self.load.load_id, "rows": totals.read, "rejected": totals.rejected,
                },
            )
        )  # fmt: skip


def _version(row: ToldStep, child_id: UUID) -> Version:
    return Version(
        key=row.key,
        case=row.case,
        child_id=child_id,
        kind=row.kind,
        happened_at=row.happened_at,
        changed_at=row.changed_at,
        codes=row.codes,
        words=row.words,
        withdrawn=row.withdrawn,
    )


def _answer(line: int, version: Version, applied: Applied) -> Answered:
    """How a row's step stands now; a row that is not the version that counts is told so."""
    held = applied.held[version.key]
    older = held.changed_at > version.changed_at
    if older or (held.digest != version.digest and not held.contradicted):
        status, reason = Status.SUPERSEDED.value, Reason.OLDER.value
    else:
        status, reason = applied.answers[version.key]
    return Answered(line=line, step=version.key, status=status, reason=reason)
