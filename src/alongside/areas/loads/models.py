"""One row for each file that came in and what it changed, and one for each thing that goes back."""

from django.db import models

from alongside.areas.loads.terms import Judged, LoadState
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child, Organisation, Posting


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
    """Something in a file that was not taken: where and why, for a year.

    What stood there is kept only where it does not say who a child is: no name, number or birth date.
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


class UnclearMatch(models.Model):
    """A child of a file who may be this child, until somebody says so. The part `identity`, of the child.

    `digest` is of all the sender tells of them: while that stays, so does what was decided.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=20)
    key = models.CharField(max_length=60, help_text="The sender's own number of the child")
    upn = models.CharField(max_length=13, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=200, blank=True)
    date_of_birth = models.DateField(null=True)
    sex = models.CharField(max_length=10, blank=True)
    asked_at = models.DateTimeField()
    judged = models.CharField(max_length=5, choices=Judged.choices, blank=True)
    judged_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "unclear match"
        verbose_name_plural = "unclear matches"
        constraints = (
            models.UniqueConstraint(
                fields=["authority", "digest", "child"], name="one_question_of_a_claim_and_a_child"
            ),
            models.CheckConstraint(
                condition=models.Q(judged="", judged_by__isnull=True, judged_at__isnull=True)
                | (
                    ~models.Q(judged="")
                    & models.Q(judged_by__isnull=False, judged_at__isnull=False)
                ),
                name="a_judged_match_says_by_whom_and_when",
            ),
        )
        indexes = (
            models.Index(
                fields=["authority", "asked_at"],
                condition=models.Q(judged=""),
                name="unclear_match_waiting",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
