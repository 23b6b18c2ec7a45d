"""An act as a form: filled in, checked in the words that the school will read, and done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.front_door.queries import school_that_asked
from alongside.areas.plans import queries
from alongside.areas.plans.actions import ChangedMeanwhile, ForSchool, NotPossibleNow, Unfinished
from alongside.areas.plans.queries import FeedbackRead, HelpRead
from alongside.areas.plans.rules import may_be_told
from alongside.areas.plans.terms import About, Basis
from alongside.foundation.ids import new_id
from alongside.web.help.meanwhile import remember_done
from alongside.web.help.moments import PARTS, typed_in_words
from alongside.web.requests import now_of, typed, version_in

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a form; `kind` is radios, checkboxes, words, line or moment."""

    name: str
    kind: str
    label: str
    hint: str = ""
    options: Options = ()
    rows: int = 4

    @property
    def names(self) -> tuple[str, ...]:
        return PARTS if self.kind == "moment" else (self.name,)


class Typed(dict[str, str]):
    """What was typed, with what was ticked in `ticked`."""

    ticked: Mapping[str, list[str]]

    def for_school(self) -> ForSchool:
        return ForSchool(
            words=self.get("words", ""), override_reason=self.get("override_reason", "")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a form asks, what is wrong with an answer, what the school will read, and what is then done.

    Without `preview` there is nothing for the school in it, and no page to check it on.
    """

    title: str
    button: str
    done: str
    fields: Sequence[Field]
    problems: Callable[[Typed], dict[str, str]]
    act: Callable[[Typed], object]
    preview: Callable[[Typed], FeedbackRead | None] | None = None
    initial: Mapping[str, str] = field(default_factory=dict)
    ticked: Mapping[str, list[str]] = field(default_factory=dict)
    intro: str = ""
    after: str = "help"
    version: int = 0
    instead: tuple[str, ...] = ()  # another way to do it: its words and its address
    request_id: UUID | None = (
        None  # whose school reads it, where that is not the one the help came of
    )


def found_help(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HelpRead:
    read = queries.help_for(viewer, help_id, now=now_of(request))
    if read is None:
        raise NotFound
    return read


def key_in(request: HttpRequest) -> UUID:
    """The id that the form gives to what it makes, so that sending it twice makes one."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return new_id()


def answer(request: HttpRequest, viewer: Viewer, read: HelpRead, act: Act) -> HttpResponse:
    """The form, its check page, or the way back once it is done."""
    if request.method != "POST":
        return _form(request, viewer, read, act, _filled(act), errors={})
    given = _typed(request, act)
    if request.POST.get("step") == "change":
        return _form(request, viewer, read, act, given, errors={})
    if errors := act.problems(given):
        return _form(request, viewer, read, act, given, errors=errors)
    if act.preview and request.POST.get("step") != "send":
        return _check(request, viewer, read, act, given)
    return _done(request, viewer, read, act, given)


def _done(
    request: HttpRequest, viewer: Viewer, read: HelpRead, act: Act, given: Typed
) -> HttpResponse:
    """The way on; where something stands in the way, the form again with what was typed."""
    version = None
    try:
        act.act(given)
    except Unfinished as unfinished:
        errors = unfinished.problems
    except ChangedMeanwhile as problem:  # sent again, it stands on what the colleague saved
        errors, version = {"act": str(problem)}, act.version
    except NotPossibleNow as problem:
        errors = {"act": str(problem)}
    else:
        way = reverse(act.after, kwargs={"help_id": read.help_id} if act.after == "help" else None)
        led_to = f"{way}?done={act.done}"
        remember_done(request, led_to)
        return redirect(led_to)
    return _form(request, viewer, read, act, given, errors=errors, version=version)


def _filled(act: Act) -> Typed:
    given = Typed(act.initial)
    given.ticked = act.ticked
    return given


def _typed(request: HttpRequest, act: Act) -> Typed:
    names = [name for one in act.fields if one.kind != "checkboxes" for name in one.names]
    given = Typed({name: typed(request, name) for name in names})
    given.ticked = {
        one.name: request.POST.getlist(one.name) for one in act.fields if one.kind == "checkboxes"
    }
    return given


def _shown(request: HttpRequest, viewer: Viewer, read: HelpRead, act: Act) -> dict[str, Any]:
    request_id = act.request_id or read.request_id
    asked = school_that_asked(viewer, request_id) if request_id else None
    return {
        "read": read,
        "act": act,
        "school": asked.school if asked else "The school",
        "version": version_in(request) if request.method == "POST" else act.version,
        "key": key_in(request),
    }


def _form(
    request: HttpRequest,
    viewer: Viewer,
    read: HelpRead,
    act: Act,
    given: Typed,
    *,
    errors: dict[str, str],
    version: int | None = None,
) -> HttpResponse:
    shown = _shown(request, viewer, read, act)
    if version is not None:
        shown["version"] = version
    return render(request, "help/act.html", {**shown, "typed": given, "errors": errors})


def _check(
    request: HttpRequest, viewer: Viewer, read: HelpRead, act: Act, given: Typed
) -> HttpResponse:
    assert act.preview
    hidden = [*given.items(), *((name, one) for name, all_ in given.ticked.items() for one in all_)]
    shown = _shown(request, viewer, read, act) | {
        "told": act.preview(given),
        "hidden": hidden,
        "rows": list(_in_words(act, given)),
        "override_reason": given.get("override_reason", ""),
    }
    return render(request, "help/check.html", shown)


def _in_words(act: Act, given: Typed) -> Any:
    """Each answer as it was given, but for what stands in the words to the school."""
    for one in act.fields:
        labels = dict(one.options)
        if one.kind == "checkboxes" and given.get("basis") == Basis.STATUTORY:
            said = ""  # nobody has to agree to what the authority must do
        elif one.kind == "checkboxes":
            said = ", ".join(labels.get(value, "") for value in given.ticked[one.name]) or "Nothing"
        elif one.kind == "moment":
            said = typed_in_words(given)
        else:
            said = labels.get(given[one.name], "" if labels else given[one.name])
        if said and one.name not in ("words", "override_reason"):
            yield one.label, said


def told_or_not(
    viewer: Viewer,
    read: HelpRead,
    about: About,
    given: Typed,
    *,
    request: HttpRequest,
    request_id: UUID | None = None,
    basis: str = "",
    agreed: Sequence[str] | None = None,
    **said: str,
) -> FeedbackRead | None:
    """What the school would be told of this act; None where it may not be told."""
    told_of = request_id or read.request_id
    may = may_be_told(
        about,
        basis=basis or read.basis,
        agreed=read.agreed if agreed is None else frozenset(agreed),
    )
    for_school = given.for_school()
    if told_of is None or not (may or for_school.override_reason):
        return None
    return queries.as_the_school_will_read(
        viewer, child_id=read.child_id, request_id=told_of, about=about,
        own_words=for_school.words, at=now_of(request), **said,
    )  # fmt: skip


def words_fields(
    read: HelpRead,
    about: About | None,
    *,
    label: str = "Anything to add for the school?",
    asked: bool = False,
) -> tuple[Field, ...]:
    """The words for the school, and a reason where nobody has agreed that it is told.

    `asked` is of a school that asked, whatever the help itself came of.
    """
    if read.request_id is None and not asked:
        return ()
    words = Field(
        name="words", kind="words", label=label,
        hint="They read it as you write it. Say only what they need to know.",
    )  # fmt: skip
    if about and read.may_tell(about):
        return (words,)
    return (words, OVERRIDE)


OVERRIDE = Field(
    name="override_reason",
    kind="words",
    label="If the family does not agree, must the school know all the same?",
    hint="Leave this empty unless a child could be harmed if the school did not know. Say why. "
    "Your team reads the reason. The school does not.",
    rows=2,
)
