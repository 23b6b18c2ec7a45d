"""What the schools that asked are told of imported help: by the same rule as of help recorded here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.areas.chronology.actions import Fact, save_texts, write_text
from alongside.areas.plans.imported import ImportedHelp
from alongside.areas.plans.models import Feedback, Help
from alongside.areas.plans.rules import may_be_told
from alongside.areas.plans.terms import About
from alongside.foundation.ids import new_id
from alongside.packs import load_pack
from alongside.register.models import Authority, Team

_LEADS = {"lead_named": About.LEAD_NAMED, "lead_changed": About.LEAD_CHANGED}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One thing a school is told: what about, by which line of the pack."""

    about: About
    line: str
    lead: str = ""
    end_reason: str = ""


def tell_schools(helps: Sequence[tuple[ImportedHelp, Help]], *, at: datetime) -> list[Fact]:
    """Write to every school that asked what it may be told of these news; what to record of it."""
    told = [
        (one, row, line)
        for one, row in helps
        if row.request_id is not None
        for line in _lines(one)
        if may_be_told(line.about, basis=row.basis, agreed=frozenset(row.agreed))
    ]
    if not told:
        return []
    teams = Team.objects.in_bulk({row.team_id for _, row, _ in told})
    packs = _packs(row.authority_id for _, row, _ in told)
    rows = [_feedback(one, row, line, teams[row.team_id], packs, at) for one, row, line in told]
    save_texts(feedback.words for feedback in rows if feedback.words)
    Feedback.objects.bulk_create(rows, batch_size=2000)
    return [_fact(feedback) for feedback in rows]


def _lines(one: ImportedHelp) -> Iterator[_Line]:
    """What is newly so, and so now: of several leads the school is told of the last."""
    kinds = [news.kind for news in one.news]
    if "help_accepted" in kinds:
        yield _Line(about=About.ACCEPTED, line="accepted")
    leads = [kind for kind in kinds if kind in _LEADS]
    if leads and one.lead and not one.ended_at:
        about = _LEADS[leads[-1]] if "help_accepted" not in kinds else About.LEAD_NAMED
        yield _Line(about=about, line=about, lead=one.lead.name)
    if "help_ended" in kinds:
        yield _Line(about=About.ENDED, line="ended", end_reason=one.end_reason)
    elif one.corrected:
        yield _Line(about=About.UPDATE, line="corrected")


def _packs(authorities: Iterable[UUID]) -> Mapping[UUID, str]:
    return dict(Authority.objects.filter(id__in=set(authorities)).values_list("id", "pack"))


def _feedback(
    one: ImportedHelp, row: Help, line: _Line, team: Team, packs: Mapping[UUID, str], at: datetime
) -> Feedback:
    assert row.request_id is not None
    wording = load_pack(packs[row.authority_id]).wording
    words = write_text(
        body=wording.imported_line(line.line, team=team.name, lead=line.lead),
        authority_id=row.authority_id,
        child_id=one.child_id,
        subject_id=row.request_id,
        part="feedback",
        source_id=team.organisation_id,
        at=at,
    )
    return Feedback(
        id=new_id(), authority_id=row.authority_id, child_id=one.child_id, request_id=row.request_id,
        help_id=row.id, about=line.about, team_id=row.team_id, lead_name=line.lead,
        end_reason=line.end_reason, words=words, given_at=at,
    )  # fmt: skip


def _fact(feedback: Feedback) -> Fact:
    return Fact(
        kind=f"feedback_{feedback.about}",
        authority_id=feedback.authority_id,
        child_id=feedback.child_id,
        subject_id=feedback.request_id,
        at=feedback.given_at,
        payload={"feedback": feedback.id, "override": False},
    )
