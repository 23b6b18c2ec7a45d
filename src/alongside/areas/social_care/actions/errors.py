"""Why a census is refused, in words for whoever runs the command. Nothing has changed when one is raised."""

from alongside.areas.loads.reading.refusals import TableRefused


class AnotherAuthority(TableRefused):
    """The file says that it is of another council than the one it is loaded for."""

    def __init__(self, told: str, ours: str) -> None:
        super().__init__(
            f"The file is of the council with the code {told[:20]} and not of {ours}. Choose the file "
            "of that council, or say whose it is with --authority CODE."
        )


class TooManyLeftOut(TableRefused):
    """The file leaves out more than a fifth of those whom earlier files of its year told of."""

    def __init__(self, out: int, *, held: int, year: int) -> None:
        super().__init__(
            f"This file leaves out {out:,} of the {held:,} children whom the census of {year} told of "
            "before, more than a fifth, so it may not be the whole census. Nobody was taken back. If "
            "none of them belongs in it, say so with --end-more-than-a-fifth."
        )


class NoOrganisation(TableRefused):
    """The council has no organisation here that could be responsible for a child."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"The council with the code {code} is not set up here. "
            "Set it up first with: alongside authority."
        )
