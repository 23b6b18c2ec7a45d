"""Deliveries: the outbox, the inbox, and the record of who was told when."""

from django.db import models
from django.db.models import Q

from alongside.areas.messages.terms import Channel, DeliveryState, Failure
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child, Posting, Team


class Delivery(models.Model):
    """One message of one event to one team's inbox, or to one person's email.

    What is about no child may be for one person: then their colleagues do not see it either.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    event_id = models.UUIDField()
    event_kind = models.CharField(max_length=60)
    part = models.CharField(max_length=30)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    subject_id = models.UUIDField(null=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    email_too = models.BooleanField(default=False)
    caused_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=20, choices=Failure.choices, blank=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = (
            models.Index(
                fields=["next_try_at"], condition=Q(state="waiting"), name="delivery_waiting"
            ),
            models.Index(
                fields=["team", "-delivered_at"],
                condition=Q(channel="inbox", state="delivered"),
                name="delivery_inbox",
            ),
            models.Index(
                fields=["team", "-delivered_at"],
                condition=Q(channel="inbox", state="delivered", read_at__isnull=True),
                name="delivery_unread",
            ),
            models.Index(fields=["subject_id"], name="delivery_by_subject"),
            models.Index(fields=["event_id"], name="delivery_by_event"),
            models.Index(
                fields=["posting"],
                condition=Q(channel="inbox", posting__isnull=False, read_at__isnull=True),
                name="delivery_unread_by_one_person",
            ),
            models.Index(
                fields=["id"],
                condition=Q(channel="inbox", state="failed", posting__isnull=True),
                name="delivery_failed",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["event_id", "team", "channel", "posting"],
                nulls_distinct=False,
                name="told_once_by_a_channel",
            ),
            models.CheckConstraint(
                condition=Q(channel="email", posting__isnull=False)
                | Q(channel="inbox", posting__isnull=True)
                | Q(channel="inbox", child__isnull=True),
                name="an_email_goes_to_one_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False),
                name="delivered_says_when",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="read_says_when_and_by_whom",
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.id}"
