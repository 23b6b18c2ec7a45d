"""One row for each file that came in and what it changed, and one for each thing that goes back."""

from django.db import models

from alongside.areas.loads.terms import LoadState
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Organisation


class Load(models.Model):
    """One file that came in, how far its load is, and what it changed.

    `units_done` is the place in the file up to which everything is in the database: a load that was
    stopped goes on from there. `heard_at` is when its process last said something.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    sender = models.CharField(
        max_length=200, blank=True, db_default="", default="", help_text="From whom, in words"
    )
    operator = models.CharField(
        max_length=100, blank=True, db_default="", default="", help_text="Who ran the command"
    )
    digest = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10,
        choices=LoadState.choices,
        default=LoadState.FINISHED,
        db_default=LoadState.FINISHED.value,
    )
    started_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    went_on = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Times it went on after a stop"
    )
    units_total = models.PositiveIntegerField(default=0, db_default=0)
    units_done = models.PositiveIntegerField(default=0, db_default=0)
    rows_read = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0, db_default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    problem = models.CharField(
        max_length=600,
        blank=True,
        db_default="",
        default="",
        help_text="In words that name no child",
    )

    class Meta:
        verbose_name = "load"
        indexes = (
            models.Index(fields=["kind", "school", "digest"], name="load_by_digest"),
            models.Index(fields=["authority", "-started_at"], name="load_by_start"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Rejection(models.Model):
    """Something in a file that was not taken: where, why, and what stood there as it was written.

    `unit` is the sender's own key of what it belongs to, such as their number of a child.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="rejections")
    line = models.PositiveIntegerField(default=0)
    column = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=600)
    value = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    withheld = models.BooleanField(default=False, help_text="The value is not kept here")
    by_reading = models.BooleanField(default=False, help_text="Found before anything was applied")

    class Meta:
        verbose_name = "rejection"
        indexes = (models.Index(fields=["load", "line", "id"], name="rejection_by_line"),)

    def __str__(self) -> str:
        return str(self.id)
