"""Help as it is given, and what the school that asked is told of it: two parts of the record, apart."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alongside.areas.chronology.models import TextBlock
from alongside.areas.plans.terms import (
    About,
    AgreedBy,
    Basis,
    ChildSeen,
    ContactKind,
    EndReason,
    HelpState,
    MeetingKind,
    MeetingState,
    Source,
)
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child, Posting, Team


class Help(models.Model):
    """What one team does with one child's family, from being asked until it ends. The part `plan`.

    `request_id` is the request it came of; None for help that began elsewhere. The lead is a posting
    in the team; while there is none, the team itself is responsible.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    request_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=30, help_text="Which outcome of a request it is")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=HelpState.choices, default=HelpState.OFFERED)
    basis = models.CharField(max_length=10, choices=Basis.choices, blank=True)
    agreed_by = models.CharField(max_length=20, choices=AgreedBy.choices, blank=True)
    agreed = ArrayField(models.CharField(max_length=20, choices=About.choices), default=list)
    lead = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    lead_since = models.DateTimeField(null=True)
    offered_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_reason = models.ForeignKey(
        TextBlock, on_delete=models.PROTECT, null=True, related_name="+"
    )
    returned_at = models.DateTimeField(null=True, help_text="When nobody was left in the team")
    passed_on_at = models.DateTimeField(null=True, help_text="When another team was asked instead")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    what_changed = models.ForeignKey(
        TextBlock, on_delete=models.PROTECT, null=True, related_name="+"
    )
    last_recorded_at = models.DateTimeField(help_text="When anything was last recorded of it")
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.PAGES)
    source_key = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "help"
        verbose_name_plural = "help"
        indexes = (
            models.Index(fields=["child", "-offered_at"], name="help_by_child"),
            models.Index(fields=["request_id"], name="help_by_request"),
            models.Index(
                fields=["team", "offered_at"],
                condition=Q(state__in=("offered", "accepted", "active")),
                name="help_open_by_team",
            ),
            models.Index(fields=["lead"], condition=Q(state="active"), name="help_by_lead"),
            models.Index(
                fields=["authority", "offered_at"],
                condition=Q(
                    state__in=("declined", "returned"),
                    passed_on_at__isnull=True,
                    request_id__isnull=False,
                ),
                name="help_back_with_the_hub",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="active", lead__isnull=False, lead_since__isnull=False)
                | (~Q(state="active") & Q(lead__isnull=True, lead_since__isnull=True))
                | Q(state="ended"),
                name="active_help_has_a_lead",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_at__isnull=True)),
                name="ended_help_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="declined", declined_at__isnull=False)
                | (~Q(state="declined") & Q(declined_at__isnull=True)),
                name="declined_help_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="returned", returned_at__isnull=False)
                | (~Q(state="returned") & Q(returned_at__isnull=True)),
                name="returned_help_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("offered", "declined", "returned"))
                | (Q(accepted_at__isnull=False) & ~Q(basis="")),
                name="accepted_help_says_when_and_on_what_basis",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("offered_at")),
                name="help_ends_after_it_was_offered",
            ),
            models.UniqueConstraint(
                fields=["authority", "source_key"],
                condition=~Q(source_key=""),
                name="one_help_for_a_key_of_the_case_system",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Contact(models.Model):
    """A visit, call or conversation with the family. The part `assessment`: the practitioners' own record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    help = models.ForeignKey(Help, on_delete=models.PROTECT, related_name="contacts")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ContactKind.choices)
    happened_at = models.DateTimeField()
    child_seen = models.CharField(max_length=10, choices=ChildSeen.choices)
    words = models.ForeignKey(TextBlock, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    source_key = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = (models.Index(fields=["help", "-happened_at"], name="contact_by_help"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("happened_at")), name="contact_recorded_afterwards"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Meeting(models.Model):
    """A meeting about a child, planned and then held or cancelled. The part `plan`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    help = models.ForeignKey(Help, on_delete=models.PROTECT, related_name="meetings")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=MeetingKind.choices)
    state = models.CharField(
        max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    outcome = models.ForeignKey(TextBlock, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    source_key = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=["help", "starts_at"], name="meeting_by_help"),)

    def __str__(self) -> str:
        return str(self.id)


class Handover(models.Model):
    """A change of lead practitioner, with the note from one to the other. The part `plan`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    help = models.ForeignKey(Help, on_delete=models.PROTECT, related_name="handovers")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    previous_lead = models.ForeignKey(
        Posting, on_delete=models.PROTECT, null=True, related_name="+"
    )
    next_lead = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(TextBlock, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Feedback(models.Model):
    """What the school that asked was told after the decision. The part `feedback`, of the request.

    Nothing a school reads of help lies anywhere else, so what the family has not agreed to share is
    not there to be read. An override says why, in `override_reason`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    request_id = models.UUIDField()
    help = models.ForeignKey(Help, on_delete=models.PROTECT, null=True, related_name="feedback")
    about = models.CharField(max_length=20, choices=About.choices)
    outcome = models.CharField(max_length=30, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    lead_name = models.CharField(max_length=200, blank=True, help_text="Who leads, as told")
    meeting_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    words = models.ForeignKey(TextBlock, on_delete=models.PROTECT, null=True, related_name="+")
    override_reason = models.ForeignKey(
        TextBlock, on_delete=models.PROTECT, null=True, related_name="+"
    )
    given_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, help_text="When the school said it had read it")
    read_by = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "feedback"
        indexes = (models.Index(fields=["request_id", "given_at"], name="feedback_by_request"),)

    def __str__(self) -> str:
        return str(self.id)
