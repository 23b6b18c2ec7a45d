"""Why a load is refused, in words for whoever runs it. Nothing has changed when one is raised."""


class UnknownSchool(Exception):
    """No establishment has this URN."""

    def __init__(self, urn: str) -> None:
        super().__init__(
            f"No school with the URN {urn} is known here. Check the number; if it is right, load "
            "the list of schools first: alongside load schools FILE, with the file "
            "of all establishments from get-information-schools.service.gov.uk."
        )


class TooManyWouldEnd(Exception):
    """A file said to be the whole roll leaves out more than a fifth of it."""

    def __init__(self, ending: int, *, on_roll: int) -> None:
        super().__init__(
            f"This file leaves out {ending:,} of the {on_roll:,} pupils on roll, more than a fifth, "
            "so it may not be the whole roll. Nothing was changed. If they have all left, say so "
            "with --end-more-than-a-fifth; if not, load the file without --complete."
        )


class NotOfThisTeam(Exception):
    """Nobody of the viewer's team with that posting can have a child shared with them."""

    def __init__(self) -> None:
        super().__init__(
            "Choose somebody who works in your school's pastoral team now. "
            "Safeguarding leads, deputies and the head know of every child already."
        )
