"""Establishments as GIAS lists them, who is registered where, and the files that were loaded."""

from django.db import models
from django.db.models import F, Q

from alongside.register.models import Child, Organisation, Relationship


class Establishment(models.Model):
    """A school or children's centre as Get Information About Schools lists it."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    urn = models.CharField(max_length=6, unique=True)
    dfe_number = models.CharField(max_length=8, blank=True)
    local_authority_code = models.CharField(max_length=3)
    kind = models.CharField(max_length=100)
    phase = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=60)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    address = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    uprn = models.CharField(max_length=12, blank=True)
    website = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.urn


class Registration(models.Model):
    """A child's entry on a school's register, beside the relationship that it is the evidence for."""

    relationship = models.OneToOneField(
        Relationship, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    admitted_on = models.DateField()
    left_on = models.DateField(null=True)
    year_group = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = (models.Index(fields=["school", "child"], name="registration_by_school"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("admitted_on")),
                name="left_after_admitted",
            ),
        )

    def __str__(self) -> str:
        return str(self.relationship_id)
