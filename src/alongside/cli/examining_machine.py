"""What can be wrong with this machine and its settings: nothing here needs a database."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection

from alongside.cli.findings import Finding, State
from alongside.packs import PackInvalid, available_packs, load_pack

LEAST_FREE, LITTLE_FREE = 2_000_000_000, 10_000_000_000  # bytes
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SMTP = "django.core.mail.backends.smtp.EmailBackend"
FOR_OTHERS = 0o077


def examine_machine() -> Iterator[Finding]:
    """The address, the secrets, the packs on disk, the mail server and the disk."""
    yield from _address()
    yield from _secrets()
    yield from _packs_on_disk()
    yield from _mail()
    yield from _disk()


def _address() -> Iterator[Finding]:
    address = urlsplit(settings.BASE_URL)
    own = address.hostname in LOOPBACK
    if address.scheme == "https":
        yield Finding("address", "ok", f"Pages are reached at {settings.BASE_URL}.")
    elif own:
        words = (
            "Pages are for this machine alone. For others, set ALONGSIDE_BASE_URL to https://..."
        )
        yield Finding("address", "warning", words)
    else:
        yield Finding(
            "address", "wrong", f"{settings.BASE_URL} is not https: passwords could be read."
        )
    if settings.DEMO and not own:
        words = "ALONGSIDE_DEMO lets anybody sign in as anybody. Take it away."
        yield Finding("demo", "wrong", words)


def _secrets() -> Iterator[Finding]:
    kept = [settings.HOME / name for name in ("secret-key", "database-passwords.json")]
    shown = [path for path in kept if _others_can_read(path)]
    for path in shown:
        yield Finding("secrets", "wrong", f"Others can read {path}. Run chmod 600 on it.")
    if not shown:
        yield Finding("secrets", "ok", "No secret kept here can be read by others.")


def _others_can_read(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & FOR_OTHERS)


def _packs_on_disk() -> Iterator[Finding]:
    for key in available_packs():
        try:
            load_pack(key)
        except PackInvalid as problem:
            yield Finding("packs", "wrong", f"{key}: {problem}")


def _mail() -> Iterator[Finding]:
    if settings.EMAIL_BACKEND != SMTP:
        kind = settings.EMAIL_BACKEND.rpartition("backends.")[2].removesuffix(".EmailBackend")
        words = f"Emails reach nobody: ALONGSIDE_EMAIL_BACKEND sends them to {kind}."
        yield Finding("mail", "warning", words)
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    connection = get_connection()
    try:
        connection.open()
        connection.close()
    except OSError as problem:
        yield Finding("mail", "wrong", f"The mail server at {where} cannot be reached: {problem}")
    else:
        yield Finding("mail", "ok", f"The mail server at {where} answers.")


def _disk() -> Iterator[Finding]:
    folder = settings.HOME if settings.HOME.exists() else Path(settings.HOME.anchor)
    free = shutil.disk_usage(folder).free
    state: State = "ok" if free > LITTLE_FREE else "warning" if free > LEAST_FREE else "wrong"
    yield Finding("disk", state, f"{free / 1e9:.0f} GB are free where {settings.HOME.name} lies.")
