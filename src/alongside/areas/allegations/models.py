"""Concerns about people who work with children: the reporter's and the designated officer's, nobody else's.

Their words lie in columns here and not in text blocks, which are a child's (ADR 0010).
"""

from django.db import models
from django.db.models import Q

from alongside.areas.allegations.terms import ConcernOutcome, ConcernState
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Organisation, Posting, Team


class Concern(models.Model):
    """What somebody told the designated officer about an adult who works with children."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    draft_id = models.UUIDField(unique=True, help_text="The draft it was sent from: sent once only")
    reported_by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="+", help_text="The designated officer's"
    )
    state = models.CharField(
        max_length=12, choices=ConcernState.choices, default=ConcernState.REPORTED
    )
    danger = models.BooleanField(help_text="Whether a child was in danger when it was written")
    about_name = models.TextField()
    about_role = models.TextField()
    about_workplace = models.TextField()
    what_happened = models.TextField()
    children = models.TextField(blank=True, help_text="In words: no child's record is tied to it")
    who_knows = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        Posting, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=ConcernOutcome.choices, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=["team", "-reported_at"], name="concern_by_officers"),
            models.Index(fields=["reported_by", "-reported_at"], name="concern_by_reporter"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="concern_acknowledged_by_whom",
            ),
            models.CheckConstraint(
                condition=(Q(state="closed", closed_at__isnull=False) & ~Q(outcome=""))
                | (~Q(state="closed") & Q(closed_at__isnull=True, outcome="")),
                name="a_closed_concern_says_when_and_how",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class ConcernEntry(models.Model):
    """What the designated officer wrote: to the reporter, or for the officers' own record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="entries")
    to_reporter = models.BooleanField()
    words = models.TextField()
    written_by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = "concern entry"
        verbose_name_plural = "concern entries"
        indexes = (models.Index(fields=["concern", "written_at"], name="entry_by_concern"),)

    def __str__(self) -> str:
        return str(self.id)


class ConcernDraft(models.Model):
    """What somebody has written and not sent: theirs alone, so that no colleague comes upon it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posting = models.OneToOneField(Posting, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "concern draft"

    def __str__(self) -> str:
        return str(self.id)
