"""What touches adoption: the part `adoption`, which lies apart from where else a child lived."""

from django.db import models
from django.db.models import F, Q

from alongside.areas.looked_after.models.told import Told


class AdoptionPlan(Told):
    """When adoption was decided and a family matched, and codes of the adopters (AD1)."""

    decided_on = models.DateField(null=True)
    matched_on = models.DateField(null=True)
    foster_carer = models.CharField(max_length=60, blank=True)
    adopters = models.CharField(max_length=60, blank=True)
    adopters_sex = models.CharField(max_length=60, blank=True)
    adopters_status = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "adoption plan"
        indexes = (models.Index(fields=["child"], name="adoption_plan_by_child"),)


class PlacedForAdoption(Told):
    """A time with a family who may adopt the child."""

    placed_on = models.DateField()
    ended_on = models.DateField(null=True)
    reason_ended = models.CharField(max_length=4, blank=True)

    class Meta:
        verbose_name = "placed for adoption"
        verbose_name_plural = "placed for adoption"
        indexes = (models.Index(fields=["child"], name="placed_by_child"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("placed_on")),
                name="placed_for_adoption_ends_after_it_begins",
            ),
        )


class PreviousPermanence(Told):
    """An order that was to be for good before this time in care: adoption, guardianship, a home ordered."""

    kind = models.CharField(max_length=4)
    by_authority = models.CharField(max_length=60, blank=True)
    on = models.CharField(
        max_length=60, blank=True, help_text="As sent: parts of the day may be unknown"
    )

    class Meta:
        verbose_name = "previous permanence"
        indexes = (models.Index(fields=["child"], name="previous_by_child"),)
