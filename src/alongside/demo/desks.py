"""Who sits where: the people in a school who ask, and those at the front door who answer."""

from collections import defaultdict
from datetime import datetime
from random import Random

from alongside.demo.council import SyntheticCouncil
from alongside.demo.staff import SyntheticPractitioner
from alongside.foundation.calendars import local_day

SENT_BY_THE_LEAD = 0.75
SCREENED_FIRST = 0.7

LEAD, DEPUTY = "designated_safeguarding_lead", "deputy_safeguarding_lead"
SCREENER, SOCIAL_WORKER, MANAGER = "hub_screener", "hub_social_worker", "hub_manager"


class Desks:
    """Finds somebody in the right role."""

    def __init__(self, council: SyntheticCouncil) -> None:
        self.council = council
        urns = {f"school-{school.urn}-safeguarding": school.urn for school in council.schools}
        self.in_school: defaultdict[tuple[str, str], list[SyntheticPractitioner]]
        self.in_school = defaultdict(list)
        for person in council.practitioners:
            if urn := urns.get(person.team_key):
                self.in_school[urn, person.role].append(person)
        self.screeners = council.staff(SCREENER)
        # Each manager confirms as much as any social worker does.
        self.social_workers = council.staff(SOCIAL_WORKER, MANAGER)

    def then(self, person: SyntheticPractitioner, at: datetime) -> SyntheticPractitioner:
        """Who sat at that person's desk at this moment."""
        return self.council.at_that_desk(person, local_day(at))

    def sender(self, rng: Random, urn: str) -> SyntheticPractitioner:
        """The school's lead, or a deputy on a day when the lead is away: as they are now."""
        role = LEAD if rng.random() < SENT_BY_THE_LEAD else DEPUTY
        return rng.choice(self.in_school[urn, role])

    def lead(self, urn: str) -> SyntheticPractitioner:
        """The school's safeguarding lead now."""
        return self.in_school[urn, LEAD][0]

    def screener(self, rng: Random) -> SyntheticPractitioner | None:
        """Somebody who screens and proposes; None where a social worker takes the request."""
        return rng.choice(self.screeners) if rng.random() < SCREENED_FIRST else None

    def social_worker(self, rng: Random) -> SyntheticPractitioner:
        """Somebody who may make or confirm a decision."""
        return rng.choice(self.social_workers)
