"""The teams of an authority and who works in them, as a feed names them."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from alongside.access.gate import is_live
from alongside.areas.case_system.rules.folding import Staff, Worker
from alongside.register.models import Posting, Team


def staff_of(authority_id: UUID, *, at: datetime) -> Staff:
    """Teams by name, where no two share it, and everybody who works in one now by team and email."""
    teams = list(Team.objects.filter(organisation__authority_id=authority_id))
    names = Counter(_folded(team.name) for team in teams)
    postings = list(
        Posting.objects.filter(team__organisation__authority_id=authority_id)
        .select_related("user")
        .order_by("starts_at", "id")
    )
    return Staff(
        teams={_folded(t.name): t.id for t in teams if names[_folded(t.name)] == 1},
        workers={
            (posting.team_id, posting.user.email.casefold()): Worker(
                posting_id=posting.id, user_id=posting.user_id, name=posting.user.full_name
            )
            for posting in postings
            if posting.user.is_active and is_live(posting, at)
        },
        postings={(p.team_id, p.user.email.casefold()): p.id for p in postings},
    )


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
