"""Why a census is refused, in words for whoever runs the command. Nothing has changed when one is raised."""

from alongside.areas.loads.reading.refusals import TableRefused


class AnotherAuthority(TableRefused):
    """The file says that it is of another council than the one it is loaded for."""

    def __init__(self, told: str, ours: str) -> None:
        super().__init__(
            f"The file is of the council with the code {told[:20]} and not of {ours}. Choose the file "
            "of that council, or say whose it is with --authority CODE."
        )


class NoOrganisation(TableRefused):
    """The council has no organisation here that could be responsible for a child."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"The council with the code {code} is not set up here. "
            "Set it up first with: alongside authority."
        )
