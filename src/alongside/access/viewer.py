"""Who is asking, acting as which posting, and what has been shown to them so far."""

from dataclasses import dataclass, field
from typing import Final, Protocol
from uuid import UUID


@dataclass(slots=True)
class Ledger:
    """What one response has shown: it becomes one audit row, committed before the data leaves."""

    children: set[UUID] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    terms: list[str] = field(default_factory=list)
    matters: set[UUID] = field(default_factory=set)  # what is about no one child, by its id
    saved: bool = False  # something was kept, though the page that asked is shown again

    def note(self, child_id: UUID, part: str) -> None:
        self.children.add(child_id)
        self.parts.add(part)

    @property
    def shows_something(self) -> bool:
        return bool(self.children or self.terms or self.matters)

    def detail(self) -> dict[str, str]:
        """What the audit row says beside children and parts: words searched for, and ids. Never a name."""
        said = {
            "terms": " ".join(self.terms),
            "matters": " ".join(str(each) for each in sorted(self.matters)),
        }
        return {key: words for key, words in said.items() if words}

    def note_matter(self, matter_id: UUID, part: str) -> None:
        """Something about no one child, such as a concern about an adult: by its id alone."""
        self.matters.add(matter_id)
        self.parts.add(part)


# Of a role in its own authority: relationship, purpose, part, act, own subject only.
RoleGrant = tuple[str, str, str, str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A person acting as one posting, as the database itself answered for the session's token."""

    user_id: UUID
    posting_id: UUID
    team_id: UUID
    organisation_id: UUID
    authority_id: UUID
    role: str
    pack: str
    full_name: str
    team_name: str
    team_kind: str
    organisation_name: str
    organisation_kind: str
    # What the matrix lets this role do in its own authority, and whether the person is posted elsewhere too.
    grants: frozenset[RoleGrant] = field(compare=False, repr=False)
    works_elsewhere: bool
    ledger: Ledger = field(default_factory=Ledger, compare=False, repr=False)


class Acting(Protocol):
    """What a posting acts with: a signed-in viewer, or a posting whose past acts are loaded."""

    @property
    def posting_id(self) -> UUID: ...
    @property
    def team_id(self) -> UUID: ...
    @property
    def organisation_id(self) -> UUID: ...
    @property
    def authority_id(self) -> UUID: ...
    @property
    def role(self) -> str: ...
    @property
    def pack(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """An act on a part of a record, for a purpose: what a page or action asks the gate for.

    The purpose comes from here and is never typed by anyone.
    """

    act: str
    part: str
    purpose: str
    refusal: str = "You do not have access to this."


READ: Final = "read"
