"""Words of the messages."""

from django.db.models import TextChoices


class Channel(TextChoices):
    INBOX = "inbox", "Inbox"
    EMAIL = "email", "Email"


class DeliveryState(TextChoices):
    WAITING = "waiting", "Waiting to be delivered"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Could not be delivered"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Failure(TextChoices):
    NO_LIVE_READER = "no_live_reader", "Nobody is posted in the team"
    NO_RIGHT = "no_right", "The team may no longer know this"
    REFUSED = "refused", "The mail server refused the address"
    UNREACHABLE = "unreachable", "The mail server could not be reached"
    BOUNCED = "bounced", "The message came back"
