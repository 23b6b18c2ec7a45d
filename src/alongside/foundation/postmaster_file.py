"""The note a PostgreSQL server leaves of its process number, and when that note is out of date.

After a power cut or a container's restart the number may belong to quite another program;
PostgreSQL then takes it for a living server and refuses to start for ever.
"""

import subprocess
from pathlib import Path


def forget_if_outdated(note: Path) -> bool:
    """Whether the note named another program, or a dead one, and so was removed."""
    try:
        process = int(note.read_text(encoding="utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return False
    program = program_of(process)
    if program is None or "postgres" in program:
        return False
    note.unlink(missing_ok=True)
    return True


def program_of(process: int) -> str | None:
    """The command line of a process, empty for a dead one not yet cleared away; None if none is."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return None
    command = ["ps", "-o", "command=", "-p", str(process)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return found.stdout if found.returncode == 0 else None
