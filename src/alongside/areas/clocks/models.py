"""Clocks, and the school calendars they count in."""

from django.db import models
from django.db.models import F, Q

from alongside.areas.clocks.terms import ClockState
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child, Organisation


class Clock(models.Model):
    """One timescale running for one subject, from the event that started it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    subject_id = models.UUIDField()
    part = models.CharField(max_length=30)
    timescale = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=ClockState.choices, default=ClockState.RUNNING)
    started_at = models.DateTimeField()
    started_by = models.UUIDField(help_text="The event that started it")
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.UUIDField(null=True, help_text="The event that stopped it")
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True, help_text="When it was found overdue")

    class Meta:
        indexes = (
            models.Index(fields=["subject_id"], name="clock_by_subject"),
            models.Index(
                fields=["due_at"], condition=Q(state="running"), name="clock_running_by_due"
            ),
            models.Index(
                fields=["timescale", "due_at"],
                condition=Q(state="running"),
                name="clock_running_of_timescale",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["subject_id", "timescale"],
                condition=Q(state__in=("running", "paused")),
                name="one_running_clock_of_a_timescale",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) ^ Q(state="stopped"),
                name="a_stopped_clock_says_when",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("started_at")), name="due_after_started"
            ),
        )

    def __str__(self) -> str:
        return f"{self.timescale} {self.id}"


class SchoolTerm(models.Model):
    """The first and last school day of a stretch of one school's year, half terms apart."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "first_day"], name="one_term_from_a_day"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="term_ends_after_it_starts"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"


class SchoolClosure(models.Model):
    """A day in term when the school has no pupils: INSET, snow, polling."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    reason = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["school", "day"], name="one_closure_a_day"),)

    def __str__(self) -> str:
        return str(self.day)
