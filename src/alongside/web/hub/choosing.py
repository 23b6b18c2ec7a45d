"""What a decision may name, as the lists of a form; and what a colleague's save replaced, in words."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from alongside.access.viewer import Viewer
from alongside.areas.front_door import queries
from alongside.areas.front_door.queries import DecisionDraftRead
from alongside.areas.front_door.rules import MUST_NAME
from alongside.areas.plans.queries import help_open_for, teams_to_ask
from alongside.packs import Pack, load_pack

Group = tuple[str, list[tuple[str, str]]]
# The words of a decision, in the order of the form.
LABELS = {
    "outcome": "What will happen",
    "help_team": "Team",
    "local_offer": "Local offer",
    "other_authority": "Council",
    "reasons": "Reasons",
    "next_steps": "What happens next",
    "meanwhile": "What the school can do meanwhile",
    "family_not_told_reason": "Why the family has not been told",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesShown:
    """Everything a decision's form offers; `needed_for` says, by field, for which outcomes."""

    pack: Pack
    teams: list[Group]
    authorities: list[Group]
    needed_for: dict[str, str]

    def name_of(self, field: str, said: str) -> str:
        """What was chosen, in words."""
        if field == "outcome":
            return self.pack.wording.outcomes[said].label
        groups = {"help_team": self.teams, "other_authority": self.authorities}.get(field, [])
        return next((text for _, items in groups for value, text in items if value == said), said)


def choices_shown(viewer: Viewer, child_id: UUID, *, at: datetime) -> ChoicesShown:
    """The lists that a decision about this child is made from."""
    pack = load_pack(viewer.pack)
    others = [(str(one.authority_id), one.name) for one in queries.other_authorities(viewer)]
    return ChoicesShown(
        pack=pack,
        teams=teams_in_groups(viewer, child_id, at=at),
        authorities=[("Councils", others)],
        needed_for={field: _needed_for(field, pack) for field in set(MUST_NAME.values()) if field},
    )


def teams_in_groups(viewer: Viewer, child_id: UUID, *, at: datetime) -> list[Group]:
    """Teams that can be asked, those that work with the child already first, then by kind."""
    working = {str(one.team_id): one.team for one in help_open_for(viewer, child_id)}
    teams = [one for one in teams_to_ask(viewer, at=at) if str(one.team_id) not in working]
    groups: list[Group] = [("Works with this child already", list(working.items()))]
    for kind, of_kind in groupby(teams, key=lambda one: one.kind_label):
        groups.append(
            (kind, [(str(one.team_id), f"{one.name}, {one.organisation}") for one in of_kind])
        )
    return groups


def _needed_for(field: str, pack: Pack) -> str:
    labels = [pack.wording.outcomes[key].label for key, needed in MUST_NAME.items() if needed == field]  # fmt: skip
    return "Needed for: " + "; ".join(labels)


def replaced_shown(
    draft: DecisionDraftRead, choices: ChoicesShown
) -> list[tuple[str, datetime, list[tuple[str, str]]]]:
    """By whom, when and what: whatever somebody wrote that a colleague's save replaced, latest first."""
    return [
        (
            one.by,
            one.at,
            [
                (label, choices.name_of(field, one.words[field]))
                for field, label in LABELS.items()
                if field in one.words
            ],
        )
        for one in reversed(draft.replaced)
    ]
