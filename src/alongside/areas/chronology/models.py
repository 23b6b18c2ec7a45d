"""Events, which never change, and text blocks, which can be erased."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alongside.areas.chronology.terms import Seal
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child, Organisation, Posting


class Event(models.Model):
    """Something that happened. `occurred_at` is when it did; `recorded_at`, when we were told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    subject_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=30)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by_posting = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    causation_id = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["child", "-occurred_at"], name="event_by_child"),
            models.Index(fields=["subject_id", "occurred_at"], name="event_by_subject"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("occurred_at")),
                name="event_recorded_after_it_occurred",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class TakenBack(models.Model):
    """That whoever told of an event no longer says so: the event stays as it was, and is not shown."""

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, primary_key=True, related_name="taken_back"
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField(null=True)
    part = models.CharField(max_length=30)
    because_id = models.UUIDField(help_text="The event that corrects it")

    class Meta:
        verbose_name = "event taken back"
        verbose_name_plural = "events taken back"

    def __str__(self) -> str:
        return str(self.event_id)


class TextBlock(models.Model):
    """Words about a child, tagged with where they came from, whom they are about and who may read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField(null=True)
    part = models.CharField(max_length=30)
    source = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    also_about = ArrayField(models.UUIDField(), default=list)
    seal = models.CharField(max_length=10, choices=Seal.choices, default=Seal.NORMAL)
    withheld_from = ArrayField(models.UUIDField(), default=list)
    body = models.TextField()
    written_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["child"], name="text_by_child"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(body=""),
                name="an_erased_text_block_is_empty",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
