"""From a question to the request it was asked for: where a message about it leads the hub."""

from collections.abc import Collection
from uuid import UUID

from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import Enquiry


def requests_of_enquiries(viewer: Viewer, enquiries: Collection[UUID]) -> dict[UUID, UUID]:
    """By question, its request, of those that the viewer may read: one query for a list."""
    return dict(Enquiry.objects.filter(id__in=enquiries).values_list("id", "request_id"))
