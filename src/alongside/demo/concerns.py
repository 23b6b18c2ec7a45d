"""One made-up concern, told as anybody would tell it, so that the designated officers have something to open."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from alongside.access.context import acting_as
from alongside.areas.allegations import actions
from alongside.demo.council import SyntheticCouncil

TOLD = {
    "danger": "no",
    "about_name": "Robin Sample",
    "about_role": "Football coach, on Saturdays",
    "about_workplace": "A club that hires the school field",
    "what_happened": "Two pupils say that the coach sends them messages late in the evening and asks them to "
    "tell nobody. One showed me her telephone on Monday. I have not spoken with the coach.",
    "children": "Two pupils in year 6. Both are safe at home.",
    "who_knows": "Nobody else at school.",
}
AGO = timedelta(hours=2)


def tell_of_one(council: SyntheticCouncil, postings: Mapping[str, UUID], *, now: datetime) -> None:
    """Have the first deputy tell the designated officers of a coach, two hours ago."""
    deputy = next(p for p in council.practitioners if p.role == "deputy_safeguarding_lead")
    with acting_as(postings[deputy.key], at=now) as writer:
        version = actions.save_draft(answers=TOLD, version=0, by=writer, at=now - AGO)
        actions.report_concern(version=version, by=writer, at=now - AGO)
