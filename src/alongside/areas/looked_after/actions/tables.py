"""What is held of a child beside what is told: rows of each table that differ are written, no others."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from alongside.areas.looked_after.models import (
    AdoptionPlan,
    CareEpisode,
    CareLeaverOutcomes,
    CareOutcomes,
    CareReview,
    LookedAfterChild,
    MissingEpisode,
    PeriodOfCare,
    PlacedForAdoption,
    PreviousPermanence,
    UnaccompaniedStatus,
)
from alongside.areas.looked_after.rules import shapes
from alongside.areas.looked_after.rules.course import Course
from alongside.areas.looked_after.rules.episodes import Period
from alongside.areas.looked_after.terms import FileKind
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows

Row = tuple[object, ...]
_OURS = ("id", "authority_id", "child_id", "load_id")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of what is told of children, its columns, and the rows of one child's course."""

    model: type[models.Model]
    columns: tuple[str, ...]
    rows: Callable[[str, Course], list[Row]]


def _of_file(kind: FileKind) -> Callable[[str, Course], list[Row]]:
    return lambda _, course: [tuple(row[1:]) for row in course.by_file[kind]]


def _of_years(kind: FileKind) -> Callable[[str, Course], list[Row]]:
    return lambda _, course: [(year, *row[1:]) for year, row in course.by_year[kind]]


def _columns(told: type) -> tuple[str, ...]:
    """The fields of what a row tells, but for its line: the table's columns have their names."""
    fields: tuple[str, ...] = getattr(told, "_fields")  # noqa: B009  a named tuple's own
    return fields[1:] if fields[0] == "line" else fields


def _header(number: str, course: Course) -> list[Row]:
    return [(number, *course.header[1:])]


TABLES: tuple[Table, ...] = (
    Table(LookedAfterChild, ("number", *_columns(shapes.Header)), _header),
    Table(PeriodOfCare, _columns(Period), lambda _, course: [tuple(one) for one in course.periods]),
    Table(
        CareEpisode,
        _columns(shapes.Episode),
        lambda _, course: [tuple(row[1:]) for row in course.episodes],
    ),
    Table(CareReview, _columns(shapes.Review), _of_file(FileKind.REVIEWS)),
    Table(MissingEpisode, _columns(shapes.Missing), _of_file(FileKind.MISSING)),
    Table(UnaccompaniedStatus, _columns(shapes.Unaccompanied), _of_file(FileKind.UASC)),
    Table(CareOutcomes, ("year", *_columns(shapes.Outcomes)), _of_years(FileKind.OC2)),
    Table(CareLeaverOutcomes, ("year", *_columns(shapes.LeaverOutcomes)), _of_years(FileKind.OC3)),
    Table(AdoptionPlan, _columns(shapes.AdoptionPlan), _of_file(FileKind.AD1)),
    Table(
        PlacedForAdoption,
        _columns(shapes.PlacedForAdoption),
        _of_file(FileKind.PLACED_FOR_ADOPTION),
    ),
    Table(
        PreviousPermanence,
        _columns(shapes.PreviousPermanence),
        _of_file(FileKind.PREVIOUS_PERMANENCE),
    ),
)


def write_tables(
    courses: Mapping[UUID, tuple[str, Course]],
    *,
    without: Collection[UUID] = (),
    known: Collection[UUID],
    authority_id: UUID,
    load_id: UUID,
) -> set[UUID]:
    """Make every table say what is told; the children of whom something held has changed.

    `known` are those of whom something may be held; `without`, those of whom nothing is told any more.
    """
    changed: set[UUID] = set()
    ours = (str(authority_id), str(load_id))
    for table in TABLES:
        told = {child: table.rows(number, course) for child, (number, course) in courses.items()}
        told |= {child: [] for child in without}
        held = _held(table, known, authority_id)
        gone = list(_gone(told, held))
        new = list(_new(told, held))
        if gone:
            ids = [row_id for _, row_id in gone]
            table.model._default_manager.filter(id__in=ids).delete()  # noqa: SLF001
        insert_rows(
            table.model, (*_OURS, *table.columns),
            ((new_id(), ours[0], str(child), ours[1], *row) for child, row in new),
        )  # fmt: skip
        changed.update(child for child, _ in (*gone, *new))
    return changed


Held = Mapping[UUID, Sequence[tuple[UUID, Row]]]


def _held(table: Table, children: Collection[UUID], authority_id: UUID) -> Held:
    """By child, the id and columns of each row held. What another council tells of a child stays beside it."""
    found: dict[UUID, list[tuple[UUID, Row]]] = {}
    if children:
        told = table.model._default_manager.filter(authority_id=authority_id)  # noqa: SLF001
        for child_id, row_id, *columns in told.filter(child_id__in=children).values_list(
            "child_id", "id", *table.columns
        ):
            found.setdefault(child_id, []).append((row_id, tuple(columns)))
    return found


def _gone(told: Mapping[UUID, list[Row]], held: Held) -> Iterator[tuple[UUID, UUID]]:
    """The child and id of each held row that is told no more."""
    for child, before in held.items():
        left = Counter(told.get(child, ()))
        for row_id, row in before:
            if left[row]:
                left[row] -= 1
            else:
                yield child, row_id


def _new(told: Mapping[UUID, list[Row]], held: Held) -> Iterator[tuple[UUID, Row]]:
    """The child and columns of each told row that is not held."""
    for child, said in told.items():
        before = held.get(child)
        if not before:
            yield from ((child, row) for row in said)
            continue
        left = Counter(row for _, row in before)
        for row in said:
            if left[row]:
                left[row] -= 1
            else:
                yield child, row
