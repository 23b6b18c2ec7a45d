"""When to try again, and what an email may say: never a child, never what happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_TRIES = 12
SUBJECT = "Something is waiting for you in Alongside"


def next_try(tries: int, *, at: datetime) -> datetime | None:
    """When to try a channel again after `tries` failures; None once 12 have failed (about 3 days)."""
    if tries >= MOST_TRIES:
        return None
    return at + min(timedelta(minutes=2**tries), timedelta(hours=12))


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """One email to one person."""

    to: str
    subject: str
    body: str


def email_to(*, address: str, full_name: str, team_name: str, sign_in_url: str) -> Email:
    """The words of every email: something is waiting, sign in. It carries no fact about anyone."""
    return Email(
        to=address,
        subject=SUBJECT,
        body=(
            f"Dear {full_name},\n\n"
            f"There is a new message for {team_name}.\n\n"
            f"Sign in to read it: {sign_in_url}\n\n"
            "For everyone's safety this email does not say what the message is about.\n"
            "Do not reply: nobody reads this address.\n"
        ),
    )
