"""Files that came in, with whoever looks after the council's data, and an officer of another council."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from alongside.access.context import connected_as
from alongside.access.matrix import load_matrix
from alongside.areas.loads.actions.rejecting import keep_rejected
from alongside.areas.loads.models import Load, UnclearMatch
from alongside.areas.loads.reading import Rejected
from alongside.register.models import Authority, Child, Organisation, Posting, Team
from tests.factories.council import Council, make_council, make_posting


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTeams(Council):
    """What a test of loads needs to name."""

    officer: Posting
    elsewhere_officer: Posting


def make_data_teams() -> DataTeams:
    """Thornmere with a data officer, and Ashmoor with another."""
    made = make_council()
    with connected_as("loader"):
        ashmoor = Authority.objects.create(
            dfe_code="998", gss_code="E99999998", name="Ashmoor", pack="thornmere"
        )
        load_matrix(ashmoor)
        there = Organisation.objects.create(
            authority=ashmoor, kind="local_authority", name="Ashmoor Council"
        )
        return DataTeams(
            **{field.name: getattr(made, field.name) for field in fields(made)},
            officer=make_posting(_team(made.hub.organisation), "data_officer", "Una Officer"),
            elsewhere_officer=make_posting(_team(there), "data_officer", "Vic Elsewhere"),
        )


def _team(council: Organisation) -> Team:
    return Team.objects.create(organisation=council, kind="data_team", name="Data and performance")


def make_load(
    authority: Authority | None, *rejected: Rejected, at: datetime | None = None, **columns: object
) -> UUID:
    """A load as it stands; what is not given is of a finished one."""
    at = at or timezone.now() - timedelta(hours=1)
    row = {
        "kind": "cin_census", "file_name": "census.xml", "digest": "d", "sender": "Thornmere",
        "operator": "op", "state": "finished", "started_at": at, "heard_at": at,
        "finished_at": at + timedelta(minutes=4), "rows_read": 5, "taken": 3,
        "rows_rejected": len(rejected),
    } | columns  # fmt: skip
    with connected_as("loader"):
        load = Load.objects.create(authority=authority, **row)
        keep_rejected(load.id, rejected)
    return load.id


def make_match(council: DataTeams, child: Child, *, key: str = "7001") -> UUID:
    """A child of a census who has the UPN of this child and another birth date."""
    load_id = make_load(council.authority)
    with connected_as("loader"):
        return UnclearMatch.objects.create(
            authority=council.authority, load_id=load_id, child=child, digest=key, code="other_birth",
            key=key, upn="A999200120001", date_of_birth=date(2016, 5, 4), sex="female",
            asked_at=timezone.now() - timedelta(hours=1),
        ).id  # fmt: skip
