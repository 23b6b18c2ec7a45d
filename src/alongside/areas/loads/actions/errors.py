"""Why a load is refused, in words for whoever runs it. Nothing has changed when one is raised."""


class Overtaken(Exception):
    """Another file of the same kind was loaded while this one waited: this may be the older."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"Another {kind} file has been loaded since this load began. Nothing was changed. "
            "See which of the two files is newer; if it is this one, load it again."
        )
