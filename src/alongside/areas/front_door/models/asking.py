"""What the hub asks while it looks at a request: others for what they know, itself who the child is."""

from django.db import models
from django.db.models import Q

from alongside.areas.chronology.models import TextBlock
from alongside.areas.front_door.models.requests import Request
from alongside.areas.front_door.terms import EnquiryState
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child, Posting, Team


class Enquiry(models.Model):
    """A question about a child, to the school that asked for help or to another organisation, and its answer.

    It pauses no clock. `to_team` is the referring team, or the team that is consulted until it answers.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="enquiries")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_referrer = models.BooleanField()
    state = models.CharField(
        max_length=10, choices=EnquiryState.choices, default=EnquiryState.ASKED
    )
    question = models.ForeignKey(TextBlock, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    draft_answer = models.TextField(blank=True)
    draft_saved_by = models.ForeignKey(
        Posting, on_delete=models.PROTECT, null=True, related_name="+"
    )
    draft_saved_at = models.DateTimeField(null=True)
    # Words that a colleague's save replaced: nobody loses any, and both see them.
    replaced = models.JSONField(default=list, db_default=[])
    answer = models.ForeignKey(TextBlock, on_delete=models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "enquiries"
        indexes = (
            models.Index(fields=["request", "asked_at"], name="enquiry_by_request"),
            models.Index(
                fields=["to_team", "asked_at"],
                condition=Q(state="asked"),
                name="enquiry_open_by_team",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False, answer__isnull=False)
                | (~Q(state="answered") & Q(answered_at__isnull=True, answer__isnull=True)),
                name="an_answered_enquiry_says_when_and_what",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class IdentityJudgement(models.Model):
    """Whether another record is of the same child, as a person in the hub decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    same = models.BooleanField()
    judged_by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["child", "other"], name="one_judgement_of_two_records"),
        )

    def __str__(self) -> str:
        return str(self.id)
