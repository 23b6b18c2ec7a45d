"""Requests from draft to decision. Words lie in text blocks; drafts are erased when sent."""

from django.db import models
from django.db.models import F, Q

from alongside.areas.chronology.models import TextBlock
from alongside.areas.front_door.terms import LevelOfNeed, Outcome, RequestState, Told
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child, Posting, Team


class Draft(models.Model):
    """What a school has written and not yet sent: its team's, whoever began it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["team", "child"], name="one_draft_for_a_child_and_team"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Request(models.Model):
    """A request for help or protection for one child. Acknowledged, decided and told are three times."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    draft_id = models.UUIDField(unique=True, help_text="The draft it was sent from: sent once only")
    referring_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    referred_by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    receiving_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    state = models.CharField(
        max_length=20, choices=RequestState.choices, default=RequestState.WAITING
    )
    sent_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_how = models.CharField(max_length=10, choices=Told.choices, blank=True)
    telling_failed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=["child", "-sent_at"], name="request_by_child"),
            models.Index(fields=["referring_team", "-sent_at"], name="request_by_referrer"),
            models.Index(
                fields=["receiving_team", "-urgent", "sent_at"],
                condition=~Q(state="decided") | Q(told_at__isnull=True),
                name="request_in_queue",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="waiting", acknowledged_at__isnull=True)
                | (~Q(state="waiting") & Q(acknowledged_at__isnull=False)),
                name="an_acknowledged_request_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="decided", decided_at__isnull=False)
                | (~Q(state="decided") & Q(decided_at__isnull=True)),
                name="a_decided_request_says_when",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True)
                | Q(decided_at__isnull=False, told_at__gte=F("decided_at")),
                name="told_only_what_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(decided_at__isnull=False),
                name="read_only_what_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="a_claim_says_by_whom_and_when",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Answer(models.Model):
    """One answer of a request, its words in a text block."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="answers")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=40)
    text = models.ForeignKey(TextBlock, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["request", "question"], name="one_answer_to_a_question"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


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
    proposed_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    returned_reason = models.TextField(blank=True)
    saved_by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
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
