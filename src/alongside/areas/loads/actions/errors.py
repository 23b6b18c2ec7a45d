"""Why a load is refused, in words for whoever runs it. Nothing has changed when one is raised."""


class Overtaken(Exception):
    """Another file of the same kind was loaded while this one waited: this may be the older."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"Another {kind} file has been loaded since this load began. Nothing was changed. "
            "See which of the two files is newer; if it is this one, load it again."
        )


class FileChanged(Exception):
    """The file is not the one that was read through when the load began."""

    def __init__(self) -> None:
        super().__init__(
            "The file changed while it was being loaded. What was taken in stays. "
            "Load the file again, as it is now, and leave it alone until it is done."
        )
