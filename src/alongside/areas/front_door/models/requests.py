"""Requests from draft to sent, and what was answered; drafts are erased when sent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alongside.areas.chronology.models import TextBlock
from alongside.areas.front_door.terms import RequestState, Told
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
    # Whose words were saved last; nobody's where nothing was saved yet.
    saved_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    siblings = ArrayField(
        models.UUIDField(), default=list, help_text="Asked about in the same words"
    )
    telephone_first = models.BooleanField(default=False)
    # Words that a colleague's save replaced: nobody loses any, and both are told.
    replaced = models.JSONField(default=list)
    alerted_on = models.DateField(null=True, help_text="When the team was last told it lies unsent")

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
    told_together = models.UUIDField(
        null=True, help_text="Shared by requests sent for siblings at once"
    )
    telephone_first = models.BooleanField(default=False)
    called_at = models.DateTimeField(
        null=True, help_text="When the school that asked for it was rung"
    )
    reconsidered_at = models.DateTimeField(
        null=True,
        help_text="When the school was promised a change, until it is handed on or need not be",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=["child", "-sent_at"], name="request_by_child"),
            models.Index(fields=["referring_team", "-sent_at"], name="request_by_referrer"),
            models.Index(
                fields=["receiving_team", "-urgent", "sent_at", "id"],
                condition=~Q(state="decided")
                | Q(told_at__isnull=True)
                | Q(telephone_first=True, called_at__isnull=True)
                | Q(reconsidered_at__isnull=False),
                name="request_stands_in_queue",
            ),
            models.Index(
                fields=["id"],
                condition=Q(told_at__isnull=False, told_how=Told.INBOX, read_at__isnull=True),
                name="request_told_unread",
            ),
            models.Index(
                fields=["receiving_team"],
                condition=Q(reconsidered_at__isnull=False),
                name="request_reconsidered",
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
