"""Fold every case of the children a load touches, and set what it comes to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from alongside.areas.case_system.actions.keeping import held_version
from alongside.areas.case_system.actions.staff import staff_of
from alongside.areas.case_system.models import Step
from alongside.areas.case_system.rules.becoming import Marks, becomes, compared, records
from alongside.areas.case_system.rules.folding import (
    Answer,
    Folded,
    Staff,
    fold_case,
    opening_of,
)
from alongside.areas.case_system.rules.linking import Links, link
from alongside.areas.case_system.rules.steps import Version
from alongside.areas.chronology.actions import Fact, place_texts, record_many
from alongside.areas.plans.actions.importing import Import, set_from_case_system
from alongside.areas.plans.imported import Asked, ImportedHelp
from alongside.areas.plans.queries.imported import help_asked_for
from alongside.register.bulk import update_rows

Case = tuple[UUID, str]


@dataclass(slots=True)
class Applied:
    """How every step of the touched children stands, and whose record was written."""

    held: dict[str, Version] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    children: set[UUID] = field(default_factory=set)
    cases: int = 0


def apply_cases(
    *, children: Collection[UUID], authority_id: UUID, source: str, at: datetime
) -> Applied:
    """Fold, link, set and record: a fixed number of queries for any number of cases."""
    rows = _rows(children, authority_id, source)
    versions = {row.key: held_version(row) for row in rows}
    applied = Applied(held=versions, children=set(children))
    staff = staff_of(authority_id, at=at)
    asked = help_asked_for(children, source=source)
    cases = fold_all(versions.values(), asked, staff=staff)
    becoming = _become(cases, rows, source, applied)
    of = Import(authority_id=authority_id, source=source, at=at, children=children)
    ids = set_from_case_system([*becoming.helps.values()], of=of)
    help_of = {case: ids[one.source_key] for case, one in becoming.helps.items()}
    _save(rows, applied.answers, becoming.marks, help_of)
    _record_corrections(rows, becoming.marks, help_of, authority_id, at)
    return applied


@dataclass(slots=True)
class _Becoming:
    """By case, the help it comes to, if any, and what is to be recorded of its steps."""

    helps: dict[Case, ImportedHelp] = field(default_factory=dict)
    marks: dict[Case, Marks] = field(default_factory=dict)


def _become(
    cases: Iterable[tuple[Folded, UUID | None]], rows: Sequence[Step], source: str, applied: Applied
) -> _Becoming:
    """What every case comes to beside what was recorded of it; how its steps stand joins `applied`."""
    texts = {row.key: row.words_id for row in rows if row.words_id}
    recorded = {row.key: row.recorded for row in rows}
    becoming = _Becoming()
    for folded, help_id in cases:
        applied.answers |= folded.answers
        case = (folded.child_id, folded.case)
        one = becomes(folded, texts, source=source, help_id=help_id)
        marks = compared(
            records(folded) if one else {}, {key: recorded[key] for key in folded.answers}
        )
        becoming.marks[case] = marks
        if one is not None:
            one.news, one.corrected = marks.news, marks.school_misled
            becoming.helps[case] = one
    applied.cases = len(becoming.helps)
    return becoming


def fold_all(
    versions: Iterable[Version], asked: Mapping[UUID, Sequence[Asked]], *, staff: Staff
) -> list[tuple[Folded, UUID | None]]:
    """Every case of these steps folded, with the help it is the answer to, if it is of one."""
    cases: dict[UUID, dict[str, list[Version]]] = defaultdict(lambda: defaultdict(list))
    for version in versions:
        cases[version.child_id][version.case].append(version)
    found = []
    for child_id, of_child in cases.items():
        links = _links(of_child, asked.get(child_id, ()), staff)
        for case, steps in sorted(of_child.items()):
            refused = links.refused.get(case)
            folded = fold_case(steps, staff=staff, refused_opening=refused)
            found.append((folded, links.helps.get(case)))
    return found


def _links(
    of_child: Mapping[str, Sequence[Version]], asked: Sequence[Asked], staff: Staff
) -> Links:
    openings = [opening_of(steps, staff=staff) for steps in of_child.values()]
    return link([one for one in openings if one is not None], asked, staff=staff)


def _rows(children: Collection[UUID], authority_id: UUID, source: str) -> list[Step]:
    rows = Step.objects.filter(authority_id=authority_id, source=source, child_id__in=children)
    return list(rows.order_by("key"))


def _save(
    rows: Sequence[Step],
    answers: Mapping[str, Answer],
    marks: Mapping[Case, Marks],
    help_of: Mapping[Case, UUID],
) -> None:
    """Write how each step stands, where that is new, and whose its words are."""
    changed, texts = [], {}
    for row in rows:
        case = (row.child_id, row.case_key)
        now = (*answers[row.key], marks[case].marks.get(row.key, ""), help_of.get(case))
        if now == (row.status, row.reason, row.recorded, row.help_id):
            continue
        changed.append((row.id, *now))
        if row.words_id and row.help_id != help_of.get(case):
            texts[row.words_id] = help_of.get(case)
    update_rows(Step, ("id", "status", "reason", "recorded", "help_id"), changed)
    place_texts(texts)


def _record_corrections(
    rows: Sequence[Step],
    marks: Mapping[Case, Marks],
    help_of: Mapping[Case, UUID],
    authority_id: UUID,
    at: datetime,
) -> None:
    """Events stay as they are for ever: that one no longer holds is an event of its own."""
    by_key = {row.key: row for row in rows}
    record_many(
        [
            Fact(
                kind="step_corrected",
                authority_id=authority_id,
                child_id=by_key[key].child_id,
                subject_id=help_of.get(case) or by_key[key].help_id,
                at=at,
                payload={"kind": by_key[key].kind, "step": by_key[key].id},
            )
            for case, one in marks.items()
            for key in one.corrected
        ]
    )
