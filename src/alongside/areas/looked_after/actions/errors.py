"""Why a return is refused, in words for whoever runs it. Nothing has changed when one is raised."""


class UnknownAuthority(Exception):
    """No authority that is served here has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"No council with the code {code} is set up here. Give the DfE code of one that is, "
            "such as --authority 999, or set it up with: alongside authority."
        )


class SeveralAuthorities(Exception):
    """More than one authority is served here, or none, and the command does not say whose return it is."""

    def __init__(self, codes: list[str]) -> None:
        listed = ", ".join(codes) or "none yet"
        super().__init__(f"Say whose return this is with --authority CODE. Set up here: {listed}.")
