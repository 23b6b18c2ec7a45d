"""Where a row posts somebody: the organisation and team it names, and whether the role is held there."""

from dataclasses import dataclass

from alongside.areas.schools.queries import school_by_urn
from alongside.areas.staffing.rules import RoleRefused, role_held_in
from alongside.areas.staffing.staff_list import Listed
from alongside.foundation.identifiers import IdentifierError, parse_urn
from alongside.packs import load_pack
from alongside.register.models import Organisation, Team
from alongside.register.terms import OrganisationKind, TeamKind


class RowRefused(Exception):
    """A row cannot be taken: which column, why, and what stood there."""

    def __init__(self, column: str, reason: str, value: str) -> None:
        super().__init__(reason)
        self.column = column
        self.value = value


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """A team, there already or to be made, and the role as its authority's pack writes it."""

    organisation: Organisation
    role: str
    team: Team | None
    team_kind: str
    team_name: str


class Workplaces:
    """Finds each organisation once, and makes the teams that a list asks for."""

    def __init__(self) -> None:
        self.organisations: dict[str, Organisation] = {}
        self.teams_added = 0

    def of(self, row: Listed) -> Workplace:
        """Where the row would post its person; makes nothing. Raises `RowRefused`."""
        organisation = self.organisations.get(row.organisation)
        if organisation is None:
            organisation = self.organisations[row.organisation] = _organisation(row)
        pack = load_pack(organisation.authority.pack)
        try:
            role = role_held_in(pack, row.role, organisation.kind)
        except RoleRefused as refused:
            raise RowRefused("Role", str(refused), row.role) from refused
        return _workplace(organisation, role, row)

    def team(self, place: Workplace, row: Listed) -> Team:
        """The team itself: made where it is not there, its telephone as the row has it."""
        team = place.team
        if team is None:
            self.teams_added += 1
            return Team.objects.create(
                organisation=place.organisation, kind=place.team_kind,
                name=place.team_name, telephone=row.team_telephone,
            )  # fmt: skip
        if row.team_telephone and team.telephone != row.team_telephone:
            team.telephone = row.team_telephone
            team.save(update_fields=["telephone"])
        return team


def _workplace(organisation: Organisation, role: str, row: Listed) -> Workplace:
    teams = Team.objects.filter(organisation=organisation).order_by("id")
    kind, name = row.team_kind, row.team
    if not name and organisation.kind == OrganisationKind.SCHOOL:
        kind, name = TeamKind.SAFEGUARDING_TEAM, f"{organisation.name} safeguarding team"[:200]
        team = teams.filter(kind=kind).first()
    elif not name:
        raise RowRefused("Team", "This is empty. Name the team the person works in.", "")
    else:
        team = teams.filter(name=name).first()
    if team is None:
        _refuse_kind(kind, name)
    return Workplace(
        organisation=organisation,
        role=role,
        team=team,
        team_kind=team.kind if team else kind,
        team_name=team.name if team else name,
    )


def _refuse_kind(kind: str, name: str) -> None:
    kinds = [value for value in TeamKind.values if value != TeamKind.SYSTEM]
    if kind not in kinds:
        column = "Team Kind" if kind else "Team"
        reason = (
            "This organisation has no team of that name. Check the name; or, to make the team, "
            f"give its Team Kind, one of: {', '.join(kinds)}."
        )
        raise RowRefused(column, reason, kind or name)


def _organisation(row: Listed) -> Organisation:
    named = Organisation.objects.select_related("authority")
    try:
        school = school_by_urn(parse_urn(row.organisation))
        found = list(named.filter(id=school.organisation_id)) if school else []
    except IdentifierError:
        found = list(named.filter(name=row.organisation)[:2])
    if not found:
        reason = (
            "No organisation is known by this. Give the URN of a school whose list was loaded, "
            "or another organisation's exact name."
        )
        raise RowRefused("Organisation", reason, row.organisation)
    if len(found) > 1:
        reason = "Two organisations have this name. If it is a school, give its URN."
        raise RowRefused("Organisation", reason, row.organisation)
    if not found[0].authority.pack:
        reason = f"{found[0].authority.name} is not set up here: alongside authority sets it up."
        raise RowRefused("Organisation", reason, row.organisation)
    return found[0]
