"""A school's disagreement with a decision, stage by stage. Words lie in text blocks."""

from django.db import models
from django.db.models import Q

from alongside.areas.challenges.terms import ChallengeState, Result
from alongside.areas.chronology.models import TextBlock
from alongside.areas.front_door.models import Request
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child, Posting, Team


class Challenge(models.Model):
    """One disagreement with one decision. It is the team's at each side, never one person's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="challenges")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    stage = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=10, choices=ChallengeState.choices, default=ChallengeState.OPEN
    )
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=("open", "answered")),
                name="one_open_challenge_a_request",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "answered"), ended_at__isnull=True)
                | Q(state__in=("withdrawn", "closed"), ended_at__isnull=False),
                name="an_ended_challenge_says_when",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class ChallengeStep(models.Model):
    """One stage: what the school says, and what it is answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="steps")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    request_id = models.UUIDField(help_text="As its challenge has it: what the row is read by")
    stage = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    words = models.ForeignKey(TextBlock, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    answer = models.ForeignKey(TextBlock, on_delete=models.PROTECT, null=True, related_name="+")
    next_steps = models.ForeignKey(TextBlock, on_delete=models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "challenge step"
        constraints = (
            models.UniqueConstraint(fields=["challenge", "stage"], name="one_step_a_stage"),
            models.CheckConstraint(
                condition=Q(result="", answer__isnull=True, answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(result="") & Q(answer__isnull=False, answered_by__isnull=False, answered_at__isnull=False)),
                name="an_answered_step_has_result_reasons_and_who",
            ),
            models.CheckConstraint(
                condition=~Q(result__in=("changed", "partly")) | Q(next_steps__isnull=False),
                name="what_changes_says_what_will_happen",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)
