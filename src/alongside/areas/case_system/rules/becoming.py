"""What a folded case sets in the record, and what each of its steps is to be recorded as."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from uuid import UUID

from alongside.areas.case_system.rules.folding import Folded, Worker
from alongside.areas.case_system.rules.steps import Version
from alongside.areas.case_system.terms import Kind
from alongside.areas.plans.imported import (
    ImportedContact,
    ImportedHelp,
    ImportedLead,
    ImportedMeeting,
    News,
)
from alongside.foundation.calendars import local_day

_SCHOOL_WAS_TOLD = ("help_accepted", "lead", "help_ended")
Texts = Mapping[str, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The event a step is to be recorded as, and its mark: what is recorded once is known by it."""

    news: News
    mark: str


@dataclass(slots=True)
class Marks:
    """What is newly to be recorded, what no longer holds, and what each step is recorded as now."""

    news: list[News] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)  # keys of steps
    marks: dict[str, str] = field(default_factory=dict)
    school_misled: bool = False


def source_key(source: str, case: str, child_id: UUID) -> str:
    """The key of the help that a case is for one child: a family's case is help for each of its children."""
    return f"{source}/{case}/{child_id.hex}"


def becomes(
    folded: Folded, texts: Texts, *, source: str, help_id: UUID | None
) -> ImportedHelp | None:
    """The help a case comes to; None where its opening does not count."""
    opening = folded.opening
    if opening is None or folded.team_id is None:
        return None
    done = [step for step in folded.applied if step.kind != Kind.MEETING or _is_held(step)]
    return ImportedHelp(
        source_key=source_key(source, folded.case, folded.child_id),
        child_id=folded.child_id,
        help_id=help_id,
        team_id=folded.team_id,
        basis=opening.codes.get("basis", ""),
        opened_at=opening.happened_at,
        allocated=bool(folded.leads),
        lead=_lead(folded),
        ended_at=folded.closure.happened_at if folded.closure else None,
        end_reason=folded.closure.codes["code"] if folded.closure else "",
        last_at=max(step.happened_at for step in done),
        contacts=[
            _contact(s, texts, folded.authors) for s in folded.applied if s.kind == Kind.VISIT
        ],
        meetings=[_meeting(s, texts) for s in folded.applied if s.kind == Kind.MEETING],
    )


def records(folded: Folded) -> dict[str, Record]:
    """By step, the event it is to be recorded as; an allocation that changes no lead is none."""
    found = {}
    led_by: Worker | None = None
    leads = {lead.step: lead.worker for lead in folded.leads}
    for step in sorted(folded.applied, key=lambda one: one.order):
        worker = leads.get(step.key)
        if step.kind != Kind.ALLOCATION:
            found[step.key] = _record(step)
        elif worker is not None and worker != led_by:
            found[step.key] = _named(step, worker, changed=led_by is not None)
            led_by = worker
    return found


def compared(records: Mapping[str, Record], recorded: Mapping[str, str]) -> Marks:
    """What is new, in order, and what is corrected, beside what was recorded of each step before."""
    marks = Marks()
    for key in [*records, *(key for key in recorded if key not in records)]:
        before, now = recorded.get(key, ""), records.get(key)
        marks.marks[key] = now.mark if now else ""
        if now and (not before or _moved_on(before, now) or _of_another(before, now)):
            marks.news.append(now.news)
        if before and (now is None or (now.mark != before and not _moved_on(before, now))):
            marks.corrected.append(key)
            marks.school_misled |= before.startswith(_SCHOOL_WAS_TOLD)
    return marks


def _of_another(before: str, now: Record) -> bool:
    """Whether what was recorded is of another case or child: then nothing is recorded of this one yet."""
    return before.split("|")[-2:] != now.mark.split("|")[-2:]


def _moved_on(before: str, now: Record) -> bool:
    """A meeting that was planned has been held or cancelled: that is news, and no correction."""
    return before.startswith("meeting_planned") and now.news.kind in (
        "meeting_held",
        "meeting_cancelled",
    )


def _is_held(step: Version) -> bool:
    return step.codes["state"] == "held"


def _lead(folded: Folded) -> ImportedLead | None:
    lead = folded.lead
    if lead is None or lead.worker is None:
        return None
    worker = lead.worker
    return ImportedLead(
        posting_id=worker.posting_id, user_id=worker.user_id, name=worker.name, since=lead.since
    )


def _contact(step: Version, texts: Texts, authors: Mapping[str, UUID]) -> ImportedContact:
    return ImportedContact(
        key=step.key,
        kind=step.codes["code"],
        happened_at=step.happened_at,
        child_seen=step.codes["child_seen"],
        words_id=texts.get(step.key),
        recorded_at=max(step.changed_at, step.happened_at),
        recorded_by_id=authors.get(step.key),
    )


def _meeting(step: Version, texts: Texts) -> ImportedMeeting:
    return ImportedMeeting(
        key=step.key,
        kind=step.codes["code"],
        state=step.codes["state"],
        starts_at=step.happened_at,
        words_id=texts.get(step.key),
        recorded_at=step.changed_at,
    )


def _named(step: Version, worker: Worker, *, changed: bool) -> Record:
    news = News(
        key=step.key,
        kind="lead_changed" if changed else "lead_named",
        at=step.happened_at,
        payload={},
    )
    return Record(news=news, mark=_mark("lead", step, str(worker.posting_id)))


def _record(step: Version) -> Record:
    """Any step but an allocation, by its kind."""
    code, at = step.codes.get("code", ""), step.happened_at
    kind, payload = step.kind, {"kind": code}
    match step.kind:
        case Kind.OPENING:
            kind, payload = "help_accepted", {"basis": step.codes.get("basis", "")}
        case Kind.VISIT:
            kind = "contact_recorded"
            payload = {"kind": code, "child_seen": step.codes["child_seen"]}
        case Kind.MEETING:
            kind = f"meeting_{step.codes['state']}"
            return _meeting_record(step, kind)
        case Kind.CLOSURE:
            kind, payload = "help_ended", {"reason": code}
    news = News(key=step.key, kind=kind, at=at, payload=payload)
    return Record(news=news, mark=_mark(kind, step, *payload.values()))


def _meeting_record(step: Version, kind: str) -> Record:
    """Of a meeting the plan is news when it is made; the meeting itself, when it is held."""
    at = step.happened_at if _is_held(step) else step.changed_at
    code = step.codes["code"]
    payload = {"kind": code, "on": local_day(step.happened_at)}
    news = News(key=step.key, kind=kind, at=at, payload=payload)
    return Record(news=news, mark=_mark(kind, step, code))


def _mark(kind: str, step: Version, *codes: str) -> str:
    moment = step.happened_at.astimezone(UTC).isoformat()
    return "|".join((kind, moment, *codes, step.case.replace("|", "/"), step.child_id.hex))
