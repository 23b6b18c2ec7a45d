"""Every query that shows a child's record says which part it showed: the audit row is made of that."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast
from uuid import UUID

from alongside.access.viewer import Viewer

Params = ParamSpec("Params")
Shown = TypeVar("Shown")


class AboutAChild(Protocol):
    """A read model that says which child it is about."""

    @property
    def child_id(self) -> UUID: ...


Query = Callable[Concatenate[Viewer, Params], Shown]


def discloses(*parts: str) -> Callable[[Query[Params, Shown]], Query[Params, Shown]]:
    """Mark a query: whatever children it returns are noted, with `parts`, in the viewer's ledger."""

    def mark(query: Query[Params, Shown]) -> Query[Params, Shown]:
        @wraps(query)
        def noted(viewer: Viewer, /, *args: Params.args, **kwargs: Params.kwargs) -> Shown:
            shown = query(viewer, *args, **kwargs)
            for row in _rows(shown):
                for part in parts:
                    viewer.ledger.note(row.child_id, part)
            return shown

        cast("Any", noted).discloses = parts
        return noted

    return mark


def _rows(shown: object) -> Iterable[AboutAChild]:
    if shown is None:
        return ()
    if isinstance(shown, list | tuple):
        return shown
    return (cast("AboutAChild", shown),)


class AboutNoChild(Protocol):
    """A read model of something that is about no one child, by its own id."""

    @property
    def matter_id(self) -> UUID: ...


def discloses_matters(part: str) -> Callable[[Query[Params, Shown]], Query[Params, Shown]]:
    """Mark a query about no one child: the ids of what it returns are noted, with its part."""

    def mark(query: Query[Params, Shown]) -> Query[Params, Shown]:
        @wraps(query)
        def noted(viewer: Viewer, /, *args: Params.args, **kwargs: Params.kwargs) -> Shown:
            shown = query(viewer, *args, **kwargs)
            rows = shown if isinstance(shown, list) else [shown] if shown is not None else []
            for row in cast("Iterable[AboutNoChild]", rows):
                viewer.ledger.note_matter(row.matter_id, part)
            return shown

        cast("Any", noted).discloses = (part,)
        return noted

    return mark
