"""*Tell us about a child*: one question a page, saved at every page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.permissions import TELL
from alongside.areas.front_door.queries import DraftRead
from alongside.areas.front_door.queries.prefilling import PREFILLED
from alongside.areas.front_door.rules import fields_of, problems_with
from alongside.areas.front_door.terms import QUESTION_BY_KEY, QUESTIONS, Question
from alongside.areas.people.queries import Person, people_by_id, person
from alongside.areas.schools.queries import share_home
from alongside.foundation.calendars import is_office_open
from alongside.packs import load_pack
from alongside.web.errors import kept_words, no_longer_there
from alongside.web.gate import page
from alongside.web.requests import now_of, typed, version_in
from alongside.web.school.requests import answer_in_words

Rest = ParamSpec("Rest")
DOMAINS = {
    "child_development": "The child",
    "parenting_capacity": "Parents and carers",
    "family_and_environment": "Family and surroundings",
}
KEYS = [question.key for question in QUESTIONS]
OTHERS_AFTER = "worries"  # once it is said what is wrong, who else it may touch


@page(requires=TELL, methods=("POST",))
def begin_tell(request: HttpRequest, viewer: Viewer, child_id: UUID) -> HttpResponse:
    draft_id = actions.begin_draft(child_id=child_id, by=viewer, at=now_of(request))
    return redirect("tell_question", draft_id=draft_id, question=KEYS[0])


Told = Callable[Concatenate[HttpRequest, Viewer, UUID, Rest], HttpResponse]


def while_unsent(view: Told[Rest]) -> Told[Rest]:
    """Where the draft has been sent meanwhile, show what was sent; where it is gone, give the words back."""

    @wraps(view)
    def shown(
        request: HttpRequest,
        viewer: Viewer,
        draft_id: UUID,
        *args: Rest.args,
        **kwargs: Rest.kwargs,
    ) -> HttpResponse:
        try:
            return view(request, viewer, draft_id, *args, **kwargs)
        except NotFound:
            if sent := queries.sent_from(viewer, draft_id):
                return redirect("request_sent", request_id=sent)
            if request.method == "POST" and kept_words(request):
                return no_longer_there(request)
            raise

    return cast("Told[Rest]", shown)


def draft_and_child(viewer: Viewer, draft_id: UUID) -> tuple[DraftRead, Person]:
    draft = queries.draft_for_team(viewer, draft_id)
    about = person(viewer, draft.child_id) if draft else None
    if draft is None or about is None:
        raise NotFound
    return draft, about


@page(requires=TELL)
@while_unsent
def tell_question(
    request: HttpRequest, viewer: Viewer, draft_id: UUID, question: str
) -> HttpResponse:
    """One question: saved as typed even where something is wrong with it."""
    asked = QUESTION_BY_KEY.get(question)
    if asked is None:
        raise NotFound
    draft, about = draft_and_child(viewer, draft_id)
    shown = _shown(asked, draft, about) | _beside(request, viewer, draft, asked)
    if request.method != "POST":
        if "missing" in request.GET:
            shown["errors"] = problems_with(asked, draft.answers, name=about.known_as)
        return render(request, "school/question.html", shown)
    words = {field: typed(request, field) for field in fields_of(asked)}
    try:
        version = actions.save_answer(
            draft_id=draft_id, question=question, words=words,
            version=version_in(request), by=viewer, at=now_of(request),
        )  # fmt: skip
    except actions.ChangedMeanwhile as changed:
        theirs = " ".join(filter(None, (draft.answers.get(field) for field in fields_of(asked))))
        shown |= {"answers": words, "theirs": theirs, "errors": {asked.key: str(changed)}}
        return render(request, "school/question.html", shown)
    if "later" in request.POST:
        return redirect(f"{reverse('your_children')}?done=saved")
    if problems := problems_with(asked, words, name=about.known_as):
        shown |= {"answers": words, "errors": problems, "version": version}
        return render(request, "school/question.html", shown)
    if "change" in request.GET:
        return redirect("tell_check", draft_id=draft_id)
    return _next(viewer, draft, asked, words)


def _shown(asked: Question, draft: DraftRead, about: Person) -> dict[str, Any]:
    place = KEYS.index(asked.key)
    return {
        "question": asked,
        "title": asked.title.format(name=about.known_as),
        "hint": asked.hint.format(name=about.known_as),
        "answers": draft.answers,
        "version": draft.version,
        "person": about,
        "place": place + 1,
        "of": len(KEYS),
        "draft_id": draft.draft_id,
        "before": KEYS[place - 1] if place else None,
        "errors": {},
    }


def _beside(
    request: HttpRequest, viewer: Viewer, draft: DraftRead, asked: Question
) -> dict[str, Any]:
    """What stands beside a question: what was said before, what a colleague replaced, levels, numbers."""
    pack = load_pack(viewer.pack)
    shown: dict[str, Any] = {
        "change": "change" in request.GET,
        "levels": pack.levels,
        "domains": DOMAINS,
        "replaced": [kept for kept in draft.replaced if kept.question == asked.key],
    }
    if asked.key == KEYS[0]:
        office = pack.front_door.office
        shown |= {
            "front_door": pack.front_door,
            "is_open": is_office_open(now_of(request), office),
        }
    if asked.key in PREFILLED and asked.key not in draft.answers:
        before = {said.question: said for said in queries.prefilled(viewer, draft.child_id)}
        if said := before.get(asked.key):
            shown |= {"said": said, "answers": {**draft.answers, asked.key: said.words}}
    return shown


def _next(viewer: Viewer, draft: DraftRead, asked: Question, words: dict[str, str]) -> HttpResponse:
    draft_id = draft.draft_id
    if asked.key == "danger" and words["danger"] == "yes":
        return redirect("tell_danger_now", draft_id=draft_id)
    if asked.key == OTHERS_AFTER and share_home(viewer, draft.child_id):
        return redirect("tell_others", draft_id=draft_id)
    place = KEYS.index(asked.key) + 1
    if place == len(KEYS):
        return redirect("tell_check", draft_id=draft_id)
    return redirect("tell_question", draft_id=draft_id, question=KEYS[place])


@page(requires=TELL, methods=("GET", "HEAD"))
@while_unsent
def tell_danger_now(request: HttpRequest, viewer: Viewer, draft_id: UUID) -> HttpResponse:
    """Ring first: 999, then the duty line, or out of hours the emergency duty team."""
    _, about = draft_and_child(viewer, draft_id)
    front_door = load_pack(viewer.pack).front_door
    shown = {
        "person": about,
        "front_door": front_door,
        "is_open": is_office_open(now_of(request), front_door.office),
        "draft_id": draft_id,
        "next": KEYS[1],
    }
    return render(request, "school/danger_now.html", shown)


@page(requires=TELL)
@while_unsent
def tell_check(request: HttpRequest, viewer: Viewer, draft_id: UUID) -> HttpResponse:
    """Every answer, each with a way to change it; then send."""
    errors = {}
    if request.method == "POST":
        try:
            sent = actions.send_request(draft_id=draft_id, by=viewer, at=now_of(request))
        except actions.NothingSent as missing:
            where = reverse("tell_question", args=[draft_id, missing.question])
            return redirect(f"{where}?missing=1")
        except (actions.NoReceivingTeam, actions.NoLongerOnRoll) as problem:
            errors = {"send": str(problem)}
        else:
            return redirect("request_sent", request_id=sent)
    draft, about = draft_and_child(viewer, draft_id)
    rows = [
        (q, q.title.format(name=about.known_as), *answer_in_words(q, draft.answers))
        for q in QUESTIONS
    ]
    others = share_home(viewer, draft.child_id)
    names = {p.child_id: p.name for p in people_by_id(viewer, draft.siblings)}
    shown = {
        "rows": rows,
        "person": about,
        "draft": draft,
        "draft_id": draft_id,
        "errors": errors,
        "may_add_others": bool(others) or bool(draft.siblings),
        "others": [names.get(c, "A child no longer on your roll") for c in draft.siblings],
    }
    return render(request, "school/check.html", shown)


@page(requires=TELL)
@while_unsent
def tell_discard(request: HttpRequest, viewer: Viewer, draft_id: UUID) -> HttpResponse:
    """Delete a draft, once it has been said what that means."""
    draft, about = draft_and_child(viewer, draft_id)
    if request.method == "POST":
        actions.discard_draft(draft_id=draft_id, by=viewer, at=now_of(request))
        return redirect(f"{reverse('your_children')}?done=deleted")
    shown = {"person": about, "draft_id": draft_id, "begun_by": draft.begun_by}
    return render(request, "school/discard.html", shown)
