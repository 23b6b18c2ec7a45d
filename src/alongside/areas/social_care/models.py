"""What stands of a child's time with social care, and the returns that it was worked out of.

Rows are found by their days: an episode by the day of the referral, what it holds by the day it began.
Which load told of something is said by its event and by the return.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alongside.areas.loads.models import Load
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child


class CensusReturn(models.Model):
    """One child in one year's census, whole, as the authority tells it now. The part `social_care`.

    `record` holds the census's own elements (`rules/shape.py`), so that a return can be written from it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    load = models.ForeignKey(
        Load,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The last that told of the child",
    )
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, help_text="Of the child in the authority's own system")
    record = models.JSONField()

    class Meta:
        verbose_name = "census return"
        indexes = (
            models.Index(fields=["child"], name="census_return_by_child"),
            models.Index(fields=["authority", "year", "load"], name="census_return_by_year"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["authority", "number", "year"], name="one_return_for_a_child_and_year"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Characteristics(models.Model):
    """A child's ethnicity, disabilities and death as the newest census tells them. The part `social_care`."""

    child = models.OneToOneField(
        Child, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    ethnicity = models.CharField(max_length=4, blank=True)
    disabilities = ArrayField(models.CharField(max_length=4), default=list)
    expected_on = models.DateField(null=True, help_text="When a child not yet born is expected")
    died_on = models.DateField(null=True)

    class Meta:
        verbose_name = "characteristics"
        verbose_name_plural = "characteristics"

    def __str__(self) -> str:
        return str(self.child_id)


class Referral(models.Model):
    """An episode of need: from the referral until the case is closed. The part `social_care`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    referred_on = models.DateField()
    source = models.CharField(max_length=2, blank=True)
    primary_need = models.CharField(max_length=2, blank=True)
    no_further_action = models.BooleanField(null=True)
    conference_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closure_reason = models.CharField(max_length=3, blank=True)

    class Meta:
        verbose_name = "referral"
        constraints = (
            models.UniqueConstraint(
                fields=["child", "authority", "referred_on"], name="one_referral_of_a_day"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("referred_on")),
                name="referral_closes_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class OfReferral(models.Model):
    """What an episode of need holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class Assessment(OfReferral):
    """A social worker's assessment of what a child and family need. The part `social_care`."""

    review_on = models.DateField(null=True)
    done_on = models.DateField(null=True, help_text="When it was authorised")
    factors = ArrayField(models.CharField(max_length=3), default=list)

    class Meta:
        verbose_name = "child and family assessment"


class Section47Enquiry(OfReferral):
    """An enquiry whether a child suffers significant harm. The part `social_care`."""

    conference_target_on = models.DateField(null=True)
    conference_on = models.DateField(null=True)
    conference_not_required = models.BooleanField(null=True)

    class Meta:
        verbose_name = "section 47 enquiry"
        verbose_name_plural = "section 47 enquiries"


class ChildProtectionPlan(OfReferral):
    """A plan that keeps a child safe from significant harm. The part `social_care`."""

    ended_on = models.DateField(null=True)
    initial_category = models.CharField(max_length=3, blank=True)
    latest_category = models.CharField(max_length=3, blank=True)
    previous_plans = models.PositiveSmallIntegerField(null=True)
    reviewed_on = ArrayField(models.DateField(), default=list)

    class Meta:
        verbose_name = "child protection plan"


class ChildInNeedPlan(OfReferral):
    """A plan for a child in need. The part `social_care`."""

    ended_on = models.DateField(null=True)

    class Meta:
        verbose_name = "child in need plan"
