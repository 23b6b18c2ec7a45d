"""Ask another team where one declined or has nobody left, and tell the school: the hub acts on a request."""

from datetime import datetime
from uuid import UUID

from alongside.access.viewer import Acting
from alongside.areas.plans.actions.offering import Offer, offer_help
from alongside.areas.plans.actions.telling_back import tell_school
from alongside.areas.plans.models import Help
from alongside.areas.plans.rules import BACK_WITH_THE_HUB
from alongside.areas.plans.terms import About


def pass_on(offer: Offer, *, words: str, by: Acting, at: datetime) -> UUID:
    """Offer the help to this team, close what came back, and tell the school in these words; the help's id.

    Its caller holds the transaction, and has asked whether this may be done.
    """
    back = Help.objects.select_for_update().filter(
        request_id=offer.request_id, state__in=BACK_WITH_THE_HUB, passed_on_at=None
    )
    for old in back:
        old.passed_on_at = at
        old.version += 1
        old.save(update_fields=["passed_on_at", "version"])
    help_id = offer_help(offer)
    tell_school(
        help_=Help.objects.get(id=help_id),
        request_id=offer.request_id,
        child_id=offer.child_id,
        authority_id=offer.authority_id,
        about=About.PASSED_ON,
        team_id=offer.team_id,
        outcome=offer.outcome,
        words=words,
        by=by,
        at=at,
    )
    return help_id
