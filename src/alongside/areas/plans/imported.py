"""Help as a case management system has it: what an import sets, and what it may be the answer to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Help a team was asked to give for a request, which a case may be the answer to.

    `team_id` is the team that was asked, whichever has it now. `source_key` names the case that is.
    """

    help_id: UUID
    child_id: UUID
    request_id: UUID
    team_id: UUID
    offered_at: datetime
    source_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedContact:
    """A contact by the key of its step."""

    key: str
    kind: str
    happened_at: datetime
    child_seen: str
    words_id: UUID | None
    recorded_at: datetime
    recorded_by_id: UUID | None = None  # whose contact it was, where they are posted here


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedMeeting:
    """A meeting by the key of its step."""

    key: str
    kind: str
    state: str
    starts_at: datetime
    words_id: UUID | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedLead:
    """Who leads, since when."""

    posting_id: UUID
    user_id: UUID
    name: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """An event to record of the help: what a step newly says. `key` is the step's."""

    key: str
    kind: str
    at: datetime
    payload: Mapping[str, object]


@dataclass(slots=True, kw_only=True)
class ImportedHelp:
    """The whole state of one period of help as the case system has it.

    `help_id` is the help it is the answer to; None where it is a help of its own. `allocated` says
    whether the case system speaks of a lead at all. `news` is in the
    order in which it happened; `corrected` says that something the school was told no longer holds.
    """

    source_key: str
    child_id: UUID
    help_id: UUID | None
    team_id: UUID
    basis: str
    opened_at: datetime
    allocated: bool
    lead: ImportedLead | None
    ended_at: datetime | None
    end_reason: str
    last_at: datetime
    contacts: list[ImportedContact] = field(default_factory=list)
    meetings: list[ImportedMeeting] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    corrected: bool = False
