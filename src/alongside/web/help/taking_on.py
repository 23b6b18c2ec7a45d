"""Take help on, or say that the team cannot; what the family agrees to; who leads; how it ends."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from alongside.access.viewer import Viewer
from alongside.areas.plans import actions, queries
from alongside.areas.plans.permissions import ACCEPT, END_HELP, NAME_LEAD, RECORD_PLAN
from alongside.areas.plans.rules import problems_with_words
from alongside.areas.plans.terms import About, AgreedBy, Basis, EndReason
from alongside.web.gate import page
from alongside.web.help.forms import (
    Act,
    Field,
    Typed,
    answer,
    found_help,
    told_or_not,
    words_fields,
)
from alongside.web.help.meanwhile import while_helping
from alongside.web.requests import now_of, version_in

BASIS = Field(
    name="basis",
    kind="radios",
    label="On what does this help rest?",
    options=Basis.choices,
)
AGREED_BY = Field(
    name="agreed_by",
    kind="radios",
    label="If by agreement, who agreed?",
    options=AgreedBy.choices,
)
AGREED = Field(
    name="agreed",
    kind="checkboxes",
    label="If by agreement, what have they agreed that the school is told?",
    hint="Tick nothing if they want the school to be told nothing: the school then does not see that you help.",
    options=[(one.value, one.label) for one in About if one != About.PASSED_ON],
)


def _agreement(given: Typed) -> actions.Agreement:
    return actions.Agreement(
        basis=given["basis"], agreed_by=given["agreed_by"], agreed=given.ticked["agreed"]
    )


@page(requires=ACCEPT)
@while_helping
def accept(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HttpResponse:
    """Take it on: on what it rests, and what the school reads."""
    read = found_help(request, viewer, help_id)
    act = Act(
        title=f"Take on help for {read.known_as}",
        button="Take it on",
        done="accepted",
        version=read.version,
        fields=(BASIS, AGREED_BY, AGREED, *words_fields(read, None)),
        problems=lambda given: {**_agreement(given).problems(), **given.for_school().problems()},
        preview=lambda given: told_or_not(
            viewer, read, About.ACCEPTED, given, request=request,
            basis=given["basis"], agreed=given.ticked["agreed"],
        ),
        act=lambda given: actions.accept_help(
            help_id=help_id, version=version_in(request), agreement=_agreement(given),
            for_school=given.for_school(), by=viewer, at=now_of(request),
        ),
    )  # fmt: skip
    return answer(request, viewer, read, act)


@page(requires=ACCEPT)
@while_helping
def decline(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HttpResponse:
    """Say that the team cannot: the hub reads why, and hands the request on."""
    read = found_help(request, viewer, help_id)
    missing = "Enter why your team cannot take this on"
    act = Act(
        title="Your team cannot take this on",
        button="Send it back to the hub",
        done="declined",
        after="help_work",
        version=read.version,
        intro="The hub reads your reason and hands this on to another team. The school is not told by this.",
        fields=(Field(name="reason", kind="words", label="Why can your team not take this on?"),),
        problems=lambda given: problems_with_words("reason", given["reason"], missing=missing),
        act=lambda given: actions.decline_help(
            help_id=help_id, version=version_in(request), reason=given["reason"],
            by=viewer, at=now_of(request),
        ),
    )  # fmt: skip
    return answer(request, viewer, read, act)


@page(requires=RECORD_PLAN)
@while_helping
def agreement(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HttpResponse:
    """Change what the family or the young person agrees to share."""
    read = found_help(request, viewer, help_id)
    act = Act(
        title="What the school may be told",
        button="Save",
        done="agreement",
        version=read.version,
        intro="It holds from now on. What the school has been told already stays told.",
        fields=(BASIS, AGREED_BY, AGREED),
        initial={"basis": read.basis, "agreed_by": read.agreed_by},
        ticked={"agreed": sorted(read.agreed)},
        problems=lambda given: _agreement(given).problems(),
        act=lambda given: actions.change_agreement(
            help_id=help_id, version=version_in(request), agreement=_agreement(given),
            by=viewer, at=now_of(request),
        ),
    )  # fmt: skip
    return answer(request, viewer, read, act)


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


@page(requires=NAME_LEAD)
@while_helping
def lead(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HttpResponse:
    """Name or change the lead practitioner."""
    read = found_help(request, viewer, help_id)
    about = About.LEAD_CHANGED if read.previous_lead else About.LEAD_NAMED
    team = queries.colleagues(viewer, now=now_of(request))
    names = {str(one.posting_id): one.full_name for one in team}
    choice = Field(
        name="lead", kind="radios", label="Who is the lead practitioner?",
        options=[(str(one.posting_id), f"{one.full_name}, {one.role}") for one in team],
    )  # fmt: skip
    note = Field(
        name="handover_note", kind="words",
        label="What does the next lead practitioner need to know?",
        hint="Only practitioners read this. What is going on, what is promised, what to look out for.",
    )  # fmt: skip

    def problems(given: Typed) -> dict[str, str]:
        missing = "Enter what the next lead practitioner needs to know"
        found = {} if given["lead"] in names else {"lead": "Select who leads"}
        if read.previous_lead:
            found |= problems_with_words("handover_note", given["handover_note"], missing=missing)
        return {**found, **given.for_school().problems()}

    act = Act(
        title="Change the lead practitioner" if read.previous_lead else "Name the lead practitioner",
        button="Save",
        done="lead",
        version=read.version,
        fields=(choice, *((note,) if read.previous_lead else ()), *words_fields(read, about)),
        problems=problems,
        preview=lambda given: told_or_not(
            viewer, read, about, given, request=request, lead=names[given["lead"]]
        ),
        act=lambda given: actions.name_lead(
            help_id=help_id, version=version_in(request), lead_posting_id=_uuid(given["lead"]),
            handover_note=given.get("handover_note", ""), for_school=given.for_school(),
            by=viewer, at=now_of(request),
        ),
    )  # fmt: skip
    return answer(request, viewer, read, act)


@page(requires=END_HELP)
@while_helping
def end(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HttpResponse:
    """End the help: why, what changed, and what the school reads."""
    read = found_help(request, viewer, help_id)
    reason = Field(
        name="end_reason", kind="radios", label="Why does it end?", options=EndReason.choices
    )
    changed = Field(
        name="what_changed", kind="words", label="What has changed for the child and the family?",
        hint="For the record. The school does not read this.",
    )  # fmt: skip

    def problems(given: Typed) -> dict[str, str]:
        found = (
            {}
            if given["end_reason"] in EndReason.values
            else {"end_reason": "Select why the help ends"}
        )
        missing = "Enter what has changed"
        found |= problems_with_words("what_changed", given["what_changed"], missing=missing)
        return {**found, **given.for_school().problems()}

    act = Act(
        title="End the help",
        button="End the help",
        done="ended",
        after="help_work",
        version=read.version,
        intro="Your team then no longer sees this child, and meetings still planned are called off.",
        fields=(reason, changed, *words_fields(read, About.ENDED)),
        problems=problems,
        preview=lambda given: told_or_not(
            viewer, read, About.ENDED, given, request=request,
            reason=EndReason(given["end_reason"]).label,
        ),
        act=lambda given: actions.end_help(
            help_id=help_id, version=version_in(request), reason=given["end_reason"],
            what_changed=given["what_changed"], for_school=given.for_school(),
            by=viewer, at=now_of(request),
        ),
    )  # fmt: skip
    return answer(request, viewer, read, act)
