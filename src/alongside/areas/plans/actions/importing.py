"""Set help as a case management system has it: many at once, and twice is once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.plans.actions.imported_ending import end_what_is_over
from alongside.areas.plans.actions.imported_rows import set_contacts, set_meetings
from alongside.areas.plans.actions.imported_telling import tell_schools
from alongside.areas.plans.actions.imported_ties import set_ties
from alongside.areas.plans.imported import ImportedHelp, ImportedLead, News
from alongside.areas.plans.models import Contact, Feedback, Handover, Help, Meeting
from alongside.areas.plans.queries.imported import first_teams_asked
from alongside.areas.plans.terms import Basis, EndReason, HelpState, Source
from alongside.foundation.ids import new_id
from alongside.register.bulk import update_rows
from alongside.register.models import Team

_SET = (
    *("team_id", "state", "basis", "lead_id", "lead_since", "accepted_at", "ended_at"),
    *("end_reason", "last_recorded_at", "source", "source_key", "outcome"),
)
_OUTCOMES = {
    "family_help_team": "family_help",
    "assessment_team": "assessment",
    "looked_after_team": "assessment",
}
_LEADS = ("lead_named", "lead_changed")
_GONE = EndReason.NOT_NEEDED.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import: whose, from which system, when, and the children it is about."""

    authority_id: UUID
    source: str
    at: datetime
    children: Collection[UUID]


@transaction.atomic
def set_from_case_system(helps: Sequence[ImportedHelp], *, of: Import) -> dict[str, UUID]:
    """Set all help that this source has of these children; the id of each by its key.

    What the source no longer has of them is taken back. Its news are recorded, and the school that
    asked is told what it may be told.
    """
    stored = _stored(helps, of)
    before = {row.id: _values(row) for row in stored.values()}
    own = {row.source_key: row for row in stored.values() if row.request_id is None}
    _keep_leads_named_here(helps, stored)
    rows = {one.source_key: _row(one, stored, own, of) for one in helps}
    kept = {row.id for row in rows.values()}
    left = [row for row in stored.values() if row.id not in kept]
    facts = _taken_back(left, of)
    every = [*rows.values(), *left]
    _write(every, before)
    ids = {key: row.id for key, row in rows.items()}
    set_ties(every, {one.source_key: one.lead for one in helps}, at=of.at)
    contacts = set_contacts(helps, ids, source=of.source, children=of.children)
    set_meetings(helps, ids, source=of.source, children=of.children)
    facts += end_what_is_over(every, set(of.children), at=of.at)
    _remove([row for row in left if row.request_id is None])
    for one in helps:
        row = rows[one.source_key]
        had = _Had(before[row.id]) if row.id in before else None
        one.news = [news for news in one.news if not _known(news, one, had)]
        facts += [_fact(news, row, contacts, of) for news in one.news]
    facts += tell_schools([(one, rows[one.source_key]) for one in helps], at=of.at)
    record_many(facts)
    return ids


class _Had:
    """What stood in a help before this import, where it was recorded on pages."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        by_hand = not values["source_key"]
        self.accepted = by_hand and values["accepted_at"] is not None
        self.lead_id = values["lead_id"] if by_hand else None


def _known(news: News, one: ImportedHelp, had: _Had | None) -> bool:
    """Whether somebody recorded on pages what the case system tells now."""
    if had is None:
        return False
    if news.kind == "help_accepted":
        return had.accepted
    is_lead = news.kind in _LEADS and one.lead is not None and had.lead_id is not None
    return is_lead and one.lead is not None and one.lead.posting_id == had.lead_id


def _stored(helps: Sequence[ImportedHelp], of: Import) -> dict[UUID, Help]:
    """Help of these children that is this source's, and that which its cases are the answer to."""
    linked = [one.help_id for one in helps if one.help_id]
    mine = Help.objects.filter(
        child_id__in=of.children,
        authority_id=of.authority_id,
        source_key__startswith=f"{of.source}/",
    )
    asked = Help.objects.filter(id__in=linked)
    found = (mine | asked).select_related("lead__user").select_for_update(of=("self",))
    return {row.id: row for row in found}


def _keep_leads_named_here(helps: Sequence[ImportedHelp], stored: Mapping[UUID, Help]) -> None:
    """Where the case system allocates nobody, whoever was named lead on pages stays it."""
    silent = [one for one in helps if one.help_id and not one.allocated and not one.ended_at]
    ids = [one.help_id for one in silent if one.help_id]
    named = set(Handover.objects.filter(help_id__in=ids).values_list("help_id", "next_lead_id"))
    for one in silent:
        row = stored[one.help_id] if one.help_id else None
        if row and row.lead and row.lead_since and (row.id, row.lead_id) in named:
            one.lead = ImportedLead(
                posting_id=row.lead.id,
                user_id=row.lead.user_id,
                name=row.lead.user.full_name,
                since=row.lead_since,
            )


def _row(
    one: ImportedHelp, stored: Mapping[UUID, Help], own: Mapping[str, Help], of: Import
) -> Help:
    """The help as it has to be: unsaved."""
    row = stored[one.help_id] if one.help_id else own.get(one.source_key) or _new(one, of)
    if row.request_id is None:
        row.offered_at = one.opened_at
    accepted_at = max(one.opened_at, row.offered_at)
    ended_at = max(one.ended_at, accepted_at) if one.ended_at else None
    lead = one.lead
    row.team_id, row.source, row.source_key = one.team_id, Source.CASE_SYSTEM, one.source_key
    # Who agreed is said on pages alone: what an earlier import set does not outlast it.
    row.basis = one.basis or (Basis.AGREEMENT if row.agreed_by else Basis.STATUTORY)
    row.accepted_at, row.ended_at, row.end_reason = accepted_at, ended_at, one.end_reason
    row.lead_id = lead.posting_id if lead else None
    row.lead_since = max(lead.since, accepted_at) if lead else None
    row.last_recorded_at = max(one.last_at, accepted_at)
    row.state = _state(ended=ended_at is not None, led=lead is not None)
    return row


def _state(*, ended: bool, led: bool) -> HelpState:
    if ended:
        return HelpState.ENDED
    return HelpState.ACTIVE if led else HelpState.ACCEPTED


def _new(one: ImportedHelp, of: Import) -> Help:
    """Help of its own, for no request."""
    return Help(
        id=new_id(), authority_id=of.authority_id, child_id=one.child_id, offered_at=one.opened_at
    )  # fmt: skip


def _taken_back(left: Sequence[Help], of: Import) -> list[Fact]:
    """Give help back that no case is the answer to any more, and end what no case has of its own."""
    facts = []
    teams = first_teams_asked(of.children) if left else {}
    for row in left:
        facts.append(_about(row, "help_ended", {"reason": _GONE}, of))
        row.lead_id, row.lead_since, row.source_key = None, None, ""
        if row.request_id is None:
            row.state, row.end_reason = HelpState.ENDED, _GONE
            row.ended_at = max(of.at, row.offered_at)
            continue
        row.state, row.basis, row.end_reason = HelpState.OFFERED, "", ""
        row.accepted_at = row.ended_at = None
        row.team_id = teams.get(f"help:{row.id}", row.team_id)
        row.source, row.last_recorded_at = Source.PAGES, row.offered_at
        facts.append(_about(row, "help_offered", {"outcome": row.outcome}, of))
    return facts


def _remove(gone: Sequence[Help]) -> None:
    """Remove what no case has of its own any more, unless people have written of it here."""
    ids = {row.id for row in gone}
    for model in (Contact, Meeting, Handover, Feedback) if ids else ():
        ids -= set(model._base_manager.filter(help_id__in=ids).values_list("help_id", flat=True))  # noqa: SLF001
    if ids:
        Help.objects.filter(id__in=ids).delete()


def _write(rows: Sequence[Help], before: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Write what differs: a key is given up before it is taken up, since it is one help's alone."""
    teams = dict(Team.objects.filter(id__in={r.team_id for r in rows}).values_list("id", "kind"))
    for row in rows:
        if row.request_id is None:
            row.outcome = _OUTCOMES.get(teams[row.team_id], "another_organisation")
    moved = [row for row in rows if row.id in before and before[row.id] != _values(row)]
    new = [row for row in rows if row.id not in before]
    free = [(row.id, "") for row in moved if before[row.id]["source_key"] != row.source_key]
    update_rows(Help, ("id", "source_key"), free)
    update_rows(
        Help, ("id", "version", "offered_at", *_SET),
        [(row.id, row.version + 1, row.offered_at, *_columns(row)) for row in moved],
    )  # fmt: skip
    Help.objects.bulk_create(new, batch_size=2000)


def _columns(row: Help) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _SET)


def _values(row: Help) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*_SET, "offered_at")}


def _fact(news: News, row: Help, contacts: Mapping[str, UUID], of: Import) -> Fact:
    """The event of a piece of news; never before the help was taken on, so that its clocks move."""
    payload = dict(news.payload)
    if news.kind == "contact_recorded":
        payload["contact"] = contacts[news.key]
    if news.kind == "help_accepted":
        payload["basis"] = str(row.basis)
    assert row.accepted_at is not None
    at = min(max(news.at, row.accepted_at), of.at)
    return _about(row, news.kind, payload, of, at=at)


def _about(
    row: Help, kind: str, payload: Mapping[str, object], of: Import, *, at: datetime | None = None
) -> Fact:
    return Fact(
        kind=kind,
        authority_id=row.authority_id,
        child_id=row.child_id,
        subject_id=row.id,
        at=at or of.at,
        recorded_at=of.at,
        payload=payload,
    )
