"""The key that signs sessions and derives context tokens: from the environment, else made once."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def secret_key(environ: Mapping[str, str], home: Path) -> str:
    """ALONGSIDE_SECRET_KEY, or a key made on first use in a file that only this user can read."""
    if given := environ.get("ALONGSIDE_SECRET_KEY"):
        return given
    path = home / "secret-key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = home / f"secret-key.{os.getpid()}"
        descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        os.write(descriptor, secrets.token_urlsafe(64).encode())
        os.close(descriptor)
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)  # two processes starting at once agree on the first one's key
        fresh.unlink()
    return path.read_text()
