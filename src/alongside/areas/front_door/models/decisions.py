"""What was decided of a request, while it is written and once it is made; and transfers."""

from django.db import models
from django.db.models import Q

from alongside.areas.chronology.models import TextBlock
from alongside.areas.front_door.models.requests import Request
from alongside.areas.front_door.terms import LevelOfNeed, Outcome, TransferState
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child, Posting, Team


class DecisionDraft(models.Model):
    """A decision being written, or proposed and waiting for a social worker. Never the school's to see."""

    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=30, choices=Outcome.choices, blank=True)
    level_of_need = models.PositiveSmallIntegerField(choices=LevelOfNeed.choices, null=True)
    reasons = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    meanwhile = models.TextField(blank=True)
    family_told = models.CharField(max_length=3, blank=True)
    family_not_told_reason = models.TextField(blank=True)
    need = models.CharField(max_length=20, blank=True)
    help_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    local_offer = models.CharField(max_length=200, blank=True)
    other_authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    returned_reason = models.TextField(blank=True)
    saved_by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    replaced = models.JSONField(default=list, help_text="Words a colleague's save replaced")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.request_id)


class Decision(models.Model):
    """What was decided, by whom, in the words the school reads. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="decision")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=30, choices=Outcome.choices)
    level_of_need = models.PositiveSmallIntegerField(choices=LevelOfNeed.choices)
    reasons = models.ForeignKey(TextBlock, on_delete=models.PROTECT, related_name="+")
    next_steps = models.ForeignKey(TextBlock, on_delete=models.PROTECT, related_name="+")
    meanwhile = models.ForeignKey(TextBlock, on_delete=models.PROTECT, null=True, related_name="+")
    family_told = models.BooleanField()
    family_not_told = models.ForeignKey(
        TextBlock, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    need = models.CharField(max_length=20, blank=True)
    help_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    local_offer = models.CharField(max_length=200, blank=True)
    other_authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(family_told=True) | Q(family_not_told__isnull=False),
                name="a_family_not_told_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Transfer(models.Model):
    """A request that another authority is asked to take on: ours until they accept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="transfers")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    to_authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=TransferState.choices, default=TransferState.OFFERED
    )
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True, help_text="Who there answered")
    words = models.ForeignKey(TextBlock, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(
                fields=["request"],
                condition=Q(state__in=("offered", "refused")),
                name="transfer_not_taken_on",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="offered", answered_at__isnull=True)
                | (~Q(state="offered") & Q(answered_at__isnull=False)),
                name="an_answered_transfer_says_when",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state="offered"),
                name="one_open_transfer_of_a_request",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
