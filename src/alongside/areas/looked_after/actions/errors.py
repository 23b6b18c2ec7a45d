"""Why a return is refused, in words for whoever runs the command. Nothing has changed when one is raised."""

from alongside.areas.loads.reading.refusals import TableRefused
from alongside.register.models import Authority, Organisation
from alongside.register.terms import OrganisationKind


class NoOrganisation(TableRefused):
    """The council has no organisation here that could be responsible for a child."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"The council with the code {code} is not set up here. "
            "Set it up first with: alongside authority."
        )


def refuse_without_council(authority: Authority) -> None:
    """Raise `NoOrganisation` where nobody could be tied to a child whom the council looks after."""
    councils = Organisation.objects.filter(
        authority=authority, kind=OrganisationKind.LOCAL_AUTHORITY
    )
    if not councils.exists():
        raise NoOrganisation(authority.dfe_code)
