"""A file that came in and could not be taken leaves a row as well, so that whoever looks after it sees it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

_MOST_TO_DIGEST = 1_000_000_000  # bytes: what is larger is refused for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What is known of a file before it is read: no row is left where `kind` is empty.

    `of_authority` is a DfE code; empty, it is the only council's that is served here.
    """

    kind: str
    sender: str = ""
    authority_id: UUID | None = None
    school_id: UUID | None = None
    of_authority: str | None = None


@contextmanager
def leaves_a_row(incoming: Incoming, file: Path, *, at: datetime, operator: str) -> Iterator[None]:
    """Whatever ends this early is raised still, once a row says that the file came in and why not."""
    from alongside.areas.loads.reading.refusals import NoSuchFile

    try:
        yield
    except NoSuchFile:  # mistyped: nothing came in
        raise
    except BaseException as broken:
        if incoming.kind:
            _note(incoming, file, broken, at=at, operator=operator)
        raise


def _note(
    incoming: Incoming, file: Path, broken: BaseException, *, at: datetime, operator: str
) -> None:
    from django.db import Error

    from alongside.areas.loads.actions import LoadedFile, note_refused

    # Where the database is what would not, it may not take this row either: the words are said all the same.
    with suppress(Error):
        authority_id, sender = _whose(incoming)
        load = LoadedFile(
            kind=incoming.kind, file_name=file.name, digest=_digest(file), at=at, operator=operator,
            sender=incoming.sender or sender, authority_id=authority_id,
        )  # fmt: skip
        note_refused(load, problem=_problem(broken), school_id=incoming.school_id)


def _whose(incoming: Incoming) -> tuple[UUID | None, str]:
    from alongside.areas.case_system.actions import SeveralAuthorities, UnknownAuthority
    from alongside.areas.case_system.actions.loading import authority_of

    if incoming.of_authority is None:
        return incoming.authority_id, ""
    try:
        authority = authority_of(incoming.of_authority)
    except (SeveralAuthorities, UnknownAuthority):
        return None, ""
    return authority.id, authority.name


def _problem(broken: BaseException) -> str:
    """Why, in words that name no child: those of an unknown error may."""
    from alongside.areas.case_system.actions import SeveralAuthorities, UnknownAuthority
    from alongside.areas.loads.actions import Overtaken
    from alongside.areas.loads.reading.refusals import TableRefused
    from alongside.areas.schools.actions import TooManyWouldEnd, UnknownSchool

    match broken:
        case TableRefused():
            return broken.kept
        case Overtaken() | TooManyWouldEnd() | UnknownSchool():
            return str(broken)
        case SeveralAuthorities() | UnknownAuthority():
            return str(broken)
        case KeyboardInterrupt():
            return "It was stopped at the terminal. Nothing was changed. Load the file again."
    return f"It broke off ({type(broken).__name__}). Nothing was changed. Load the file again."


def _digest(file: Path) -> str:
    """The file's digest, where it is a file that can be read; else empty."""
    try:
        if not file.is_file() or file.stat().st_size > _MOST_TO_DIGEST:
            return ""
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""
