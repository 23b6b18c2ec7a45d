"""Emails of one's own account, sent beside the page rather than before it."""

from concurrent.futures import ThreadPoolExecutor

import structlog
from django.core.mail import EmailMessage

LOG = structlog.get_logger()
# One at a time: nothing here is in a hurry, and a mail server that is slow must hold up no page.
POST = ThreadPoolExecutor(max_workers=1, thread_name_prefix="own-account-post")


def send_soon(message: EmailMessage, kind: str) -> None:
    """Send it from another thread; a mail server that is away is logged, without the address."""
    POST.submit(_send, message, kind)


def _send(message: EmailMessage, kind: str) -> None:
    try:
        message.send()
    except (OSError, ValueError) as problem:
        LOG.warning("own_account_email_not_sent", kind=kind, problem=type(problem).__name__)
