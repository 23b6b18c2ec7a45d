"""Steps as the case system tells them, one row each, and whom its own numbers mean."""

from django.db import models

from alongside.areas.case_system.terms import Kind, Reason, Status
from alongside.areas.chronology.models import TextBlock
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child


class Step(models.Model):
    """The version that counts of one step of a case. The part `assessment`, of the help it came to.

    `codes` holds what only some kinds have; words lie in a block that can be erased. `recorded` is
    what was last recorded of it in the chronology, so that no step is recorded twice.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    case_key = models.CharField(max_length=40)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    help_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    happened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    codes = models.JSONField(default=dict)
    words = models.ForeignKey(TextBlock, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn = models.BooleanField(default=False)
    contradicted = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=Status.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    recorded = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "step"
        indexes = (
            models.Index(fields=["child", "source"], name="step_by_child"),
            models.Index(
                fields=["authority", "source"],
                condition=models.Q(status="waiting"),
                name="step_waiting",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["authority", "source", "key"], name="one_step_for_a_key"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class CasePerson(models.Model):
    """Whom a case system's own number of a person means here, once a UPN or NHS number said so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "case person"
        constraints = (
            models.UniqueConstraint(
                fields=["authority", "source", "key"], name="one_child_for_a_case_person"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
