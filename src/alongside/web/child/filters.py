"""What of a chronology is asked for in the address: kinds, organisation, days. Nothing of it is kept."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils.http import urlencode

from alongside.web.child.kinds import KINDS
from alongside.web.days import WRONG_ORDER, day_in, typed_day

FROM, TO = "from", "to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters of a chronology as typed, and as understood; `errors` says what was not."""

    kinds: tuple[str, ...]
    organisation_id: UUID | None
    typed_from: str
    typed_to: str
    from_day: date | None
    to_day: date | None
    errors: dict[str, str]

    @property
    def narrows(self) -> bool:
        return bool(self.kinds or self.organisation_id or self.from_day or self.to_day)

    @property
    def in_address(self) -> str:
        """The same filters for a link: empty, or to follow a question mark."""
        pairs = [
            *(("kind", kind) for kind in self.kinds),
            *([("organisation", str(self.organisation_id))] if self.organisation_id else []),
            *([(FROM, self.typed_from)] if self.from_day else []),
            *([(TO, self.typed_to)] if self.to_day else []),
        ]
        return urlencode(pairs)


def asked_of(request: HttpRequest) -> Asked:
    """The filters in the address. What cannot be read narrows nothing and is said to be wrong."""
    errors: dict[str, str] = {}
    codes = {kind.code for kind in KINDS}
    first, last = day_in(request, FROM, errors), day_in(request, TO, errors)
    if first and last and last < first:
        errors[TO] = WRONG_ORDER
        last = None
    return Asked(
        kinds=tuple(k for k in dict.fromkeys(request.GET.getlist("kind")) if k in codes),
        organisation_id=_id(request.GET.get("organisation", "")),
        typed_from=typed_day(request, FROM),
        typed_to=typed_day(request, TO),
        from_day=first,
        to_day=last,
        errors=errors,
    )


def _id(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
