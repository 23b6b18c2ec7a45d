"""Whom the words of a request were written about: for brothers and sisters told of together, the first of them."""

from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import Request
from alongside.areas.people.queries import people_by_id

UNKNOWN = "a brother or sister"


def written_about(viewer: Viewer, request: Request) -> str:
    """The name of the brother or sister whom the school was asked about; empty where it is the child."""
    if request.told_together in (None, request.draft_id):
        return ""
    first = Request.objects.filter(draft_id=request.told_together)
    found = people_by_id(viewer, first.values_list("child_id", flat=True))
    return found[0].name if found else UNKNOWN
