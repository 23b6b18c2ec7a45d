"""When a team first took a request on: what a school's own record counts."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from alongside.access.viewer import Viewer
from alongside.areas.plans.models import Feedback
from alongside.areas.plans.terms import About


def first_accepted(viewer: Viewer, requests: Iterable[UUID]) -> dict[UUID, datetime]:
    """By request, when the school was first told that a team has taken it on: one query for any number."""
    told = Feedback.objects.filter(request_id__in=list(requests), about=About.ACCEPTED)
    return dict(told.values_list("request_id").annotate(first=Min("given_at")))
