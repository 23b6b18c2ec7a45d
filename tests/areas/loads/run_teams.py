"""Loads a file of teams in a process of its own, which ends itself between two batches where it is told to."""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

import django


def main() -> None:
    path, authority, organisation, at, killed_at = sys.argv[1:]
    django.setup()
    from alongside.access.context import connected_as
    from alongside.areas.loads.actions.running import run_load
    from tests.factories.counting import TeamsFile

    def between(line: int) -> None:
        if int(killed_at) and line >= int(killed_at):
            os.kill(os.getpid(), signal.SIGKILL)

    source = TeamsFile(
        path=Path(path),
        authority_id=UUID(authority),
        organisation_id=UUID(organisation),
        between=between,
    )
    with connected_as("loader"):
        run_load(source, at=datetime.fromisoformat(at), operator="op", batch=2)


if __name__ == "__main__":
    main()
