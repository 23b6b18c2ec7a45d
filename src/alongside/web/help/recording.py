"""Write down a contact, write to the school, plan a meeting and say what came of it."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.plans import actions, queries
from alongside.areas.plans.permissions import GIVE_FEEDBACK, RECORD_CONTACT, RECORD_PLAN
from alongside.areas.plans.queries import HelpRead, MeetingRead
from alongside.areas.plans.rules import problems_with_words
from alongside.areas.plans.terms import About, ChildSeen, ContactKind, MeetingKind
from alongside.foundation.time_in_words import meeting_in_words
from alongside.web.gate import page
from alongside.web.help.forms import (
    Act,
    Field,
    Typed,
    answer,
    found_help,
    key_in,
    told_or_not,
    words_fields,
)
from alongside.web.help.meanwhile import while_helping
from alongside.web.help.moments import moment_as_typed, moment_typed
from alongside.web.requests import now_of, version_in

CONTACT = (
    Field(name="kind", kind="radios", label="What was it?", options=ContactKind.choices),
    Field(name="child_seen", kind="radios", label="Was the child seen?", options=ChildSeen.choices),
    Field(name="words", kind="words", label="What was said and seen?", rows=6),
    Field(name="moment", kind="moment", label="When was it?"),
)


NOBODY_SEEN = {str(ContactKind.ATTEMPT): str(ChildSeen.NOT_SEEN)}


@page(requires=RECORD_CONTACT)
@while_helping
def contact(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HttpResponse:
    """One page, two minutes: what it was, whether the child was seen, what was said."""
    read, now = found_help(request, viewer, help_id), now_of(request)

    def met(given: Typed) -> actions.Met:
        return actions.Met(
            kind=given["kind"], happened_at=moment_typed(given),
            # Whoever reached nobody saw nobody.
            child_seen=given["child_seen"] or NOBODY_SEEN.get(given["kind"], ""),
            words=given["words"],
        )  # fmt: skip

    act = Act(
        title="Record a contact",
        button="Save",
        done="contact",
        intro="Only practitioners who work with the child read this. The school does not.",
        fields=CONTACT,
        initial=moment_as_typed(now),
        problems=lambda given: met(given).problems(at=now),
        act=lambda given: actions.record_contact(
            contact_id=key_in(request), help_id=help_id, met=met(given), by=viewer, at=now
        ),
    )
    return answer(request, viewer, read, act)


@page(requires=GIVE_FEEDBACK)
@while_helping
def update(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HttpResponse:
    """Write to the school how it is going; with `?request=`, as the answer that is owed to that request."""
    read = found_help(request, viewer, help_id)
    owed = _owed(request, viewer, read)
    told_of = owed or read.request_id
    silent = owed is not None and not read.may_tell(About.UPDATE)
    if owed and silent and "nothing" in request.GET:
        return answer(request, viewer, read, _nothing_shared(request, viewer, read, owed))
    fields = words_fields(
        read, About.UPDATE, label="What should the school know?", asked=bool(owed)
    )
    act = Act(
        title="Answer the school" if owed else "Write to the school", button="Send to the school",
        done="update", version=read.version, fields=fields,
        problems=lambda given: given.for_school().problems(missing=NOTHING_SAID) if told_of else {},
        preview=lambda given: told_or_not(
            viewer, read, About.UPDATE, given, request=request, request_id=owed
        ),
        act=lambda given: actions.write_update(
            help_id=help_id, version=version_in(request), for_school=given.for_school(),
            answers_request_id=owed, by=viewer, at=now_of(request),
        ),
        instead=(NOTHING_SHARED, f"?request={owed}&nothing=yes") if silent else (),
        request_id=owed,
    )  # fmt: skip
    return answer(request, viewer, read, act)


NOTHING_SAID = "Enter what the school should know"
NOTHING_SHARED = "The family does not agree to share this"


def _nothing_shared(request: HttpRequest, viewer: Viewer, read: HelpRead, owed: UUID) -> Act:
    """The answer that says only that it was read: seen as the school reads it, then sent."""
    return Act(
        title="Answer without sharing more",
        button="Send to the school",
        done="update",
        version=read.version,
        intro="The school is told that you have read what it said, and nothing of the family.",
        request_id=owed,
        fields=(),
        problems=lambda given: {},  # noqa: ARG005
        preview=lambda given: queries.as_the_school_will_read(  # noqa: ARG005
            viewer, child_id=read.child_id, request_id=owed, about=About.UPDATE,
            own_words="", line="not_shared", at=now_of(request),
        ),
        act=lambda given: actions.answer_without_sharing(  # noqa: ARG005
            help_id=read.help_id, version=version_in(request), request_id=owed,
            by=viewer, at=now_of(request),
        ),
    )  # fmt: skip


def _owed(request: HttpRequest, viewer: Viewer, read: HelpRead) -> UUID | None:
    asked = request.GET.get("request", "")
    if not asked:
        return None
    try:
        request_id = UUID(asked)
    except ValueError:
        raise NotFound from None
    if not queries.owes_answer(viewer, read.child_id, request_id):
        raise NotFound
    return request_id


@page(requires=RECORD_PLAN)
@while_helping
def plan_meeting(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HttpResponse:
    """Plan a meeting, and see what the school reads of it."""
    read, now = found_help(request, viewer, help_id), now_of(request)

    def planned(given: Typed) -> actions.Planned:
        return actions.Planned(
            kind=given["kind"], starts_at=moment_typed(given), place=given["place"]
        )

    def day(given: Typed) -> str:
        starts_at = moment_typed(given)
        return meeting_in_words(starts_at) if starts_at else ""

    in_a_week = (now + timedelta(days=7)).replace(hour=10, minute=0)
    act = Act(
        title="Plan a meeting",
        button="Save",
        done="meeting",
        fields=(
            Field(name="kind", kind="radios", label="What kind of meeting?", options=MeetingKind.choices),
            Field(name="moment", kind="moment", label="When is it?"),
            Field(name="place", kind="line", label="Where is it? (optional)"),
            *words_fields(read, About.MEETING),
        ),
        initial=moment_as_typed(in_a_week),
        problems=lambda given: {**planned(given).problems(at=now), **given.for_school().problems()},
        preview=lambda given: told_or_not(
            viewer, read, About.MEETING, given, request=request, day=day(given)
        ),
        act=lambda given: actions.plan_meeting(
            meeting_id=key_in(request), help_id=help_id, planned=planned(given),
            for_school=given.for_school(), by=viewer, at=now,
        ),
    )  # fmt: skip
    return answer(request, viewer, read, act)


def _meeting(
    request: HttpRequest, viewer: Viewer, meeting_id: UUID
) -> tuple[MeetingRead, HelpRead]:
    found = queries.meeting(viewer, meeting_id, now=now_of(request))
    if found is None:
        raise NotFound
    return found, found_help(request, viewer, found.help_id)


@page(requires=RECORD_PLAN)
@while_helping
def meeting_held(request: HttpRequest, viewer: Viewer, meeting_id: UUID) -> HttpResponse:
    """What a meeting agreed."""
    found, read = _meeting(request, viewer, meeting_id)
    missing = "Enter what was agreed, who does it and by when"
    outcome = Field(
        name="outcome", kind="words", label="What was agreed?", rows=6,
        hint="Who does what, and by when. The team around the child reads this.",
    )  # fmt: skip
    act = Act(
        title=f"What came of it: {found.kind}",
        button="Save",
        done="held",
        version=found.version,
        fields=(outcome,),
        problems=lambda given: problems_with_words("outcome", given["outcome"], missing=missing),
        act=lambda given: actions.record_meeting_held(
            meeting_id=meeting_id, version=version_in(request), outcome=given["outcome"],
            by=viewer, at=now_of(request),
        ),
    )  # fmt: skip
    return answer(request, viewer, read, act)


@page(requires=RECORD_PLAN)
@while_helping
def cancel_meeting(request: HttpRequest, viewer: Viewer, meeting_id: UUID) -> HttpResponse:
    """Call a meeting off, and see what the school reads of that."""
    found, read = _meeting(request, viewer, meeting_id)
    day = meeting_in_words(found.starts_at)
    act = Act(
        title=f"Call off the meeting on {day}",
        button="Call it off",
        done="cancelled",
        version=found.version,
        fields=words_fields(read, About.MEETING),
        problems=lambda given: given.for_school().problems(),
        preview=lambda given: told_or_not(
            viewer, read, About.MEETING, given, request=request, line="meeting_cancelled", day=day
        ),
        act=lambda given: actions.cancel_meeting(
            meeting_id=meeting_id, version=version_in(request), for_school=given.for_school(),
            by=viewer, at=now_of(request),
        ),
    )  # fmt: skip
    return answer(request, viewer, read, act)
