"""A child's time in care as it now stands. The part `placement`, and `looked_after` for the periods alone."""

from django.db import models
from django.db.models import F, Q

from alongside.areas.looked_after.models.told import Told


def _ends_after(field: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F(field)), name=name
    )


class PeriodOfCare(Told):
    """From coming into care until leaving it. Where the start is not told, care was under way on a day.

    Not why it ended, which may be adoption: that stands in the episode.
    """

    started_on = models.DateField(null=True)
    known_from = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        verbose_name = "period of care"
        verbose_name_plural = "periods of care"
        indexes = (models.Index(fields=["child"], name="period_by_child"),)
        constraints = (_ends_after("known_from", "period_of_care_ends_after_it_starts"),)


class CareEpisode(Told):
    """A time under one legal status in one placement. Postcodes are kept, and shown on no page."""

    began_on = models.DateField()
    reason_new = models.CharField(max_length=4)
    legal_status = models.CharField(max_length=4)
    need = models.CharField(max_length=4, blank=True)
    placement = models.CharField(max_length=4)
    provider = models.CharField(max_length=4, blank=True)
    ended_on = models.DateField(null=True)
    reason_ended = models.CharField(max_length=4, blank=True)
    reason_of_change = models.CharField(max_length=8, blank=True)
    home_postcode = models.CharField(max_length=60, blank=True)
    placement_postcode = models.CharField(max_length=60, blank=True)
    provider_number = models.CharField(
        max_length=60, blank=True, help_text="Ofsted's number of the home or agency: no school's"
    )

    class Meta:
        verbose_name = "episode of care"
        verbose_name_plural = "episodes of care"
        indexes = (models.Index(fields=["child"], name="episode_by_child"),)
        constraints = (_ends_after("began_on", "episode_of_care_ends_after_it_begins"),)


class CareReview(Told):
    """A review of a child's care, and how the child took part."""

    held_on = models.DateField()
    participation = models.CharField(max_length=4, blank=True)

    class Meta:
        verbose_name = "care review"
        indexes = (models.Index(fields=["child"], name="care_review_by_child"),)


class MissingEpisode(Told):
    """A time missing from care, or away without it being agreed."""

    kind = models.CharField(max_length=1)
    began_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        verbose_name = "missing episode"
        indexes = (models.Index(fields=["child"], name="missing_by_child"),)
        constraints = (_ends_after("began_on", "missing_episode_ends_after_it_begins"),)


class UnaccompaniedStatus(Told):
    """Counted as having come to this country without family and asked for asylum, until a day."""

    until = models.DateField(null=True)

    class Meta:
        verbose_name = "unaccompanied status"
        verbose_name_plural = "unaccompanied statuses"
        indexes = (models.Index(fields=["child"], name="unaccompanied_by_child"),)


class LookedAfterChild(Told):
    """What the return's header says of a child, by the council's own number."""

    number = models.CharField(max_length=20)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=4, blank=True)
    ethnicity = models.CharField(max_length=60, blank=True)
    upn = models.CharField(max_length=60, blank=True, help_text="As sent, or why there is none")
    mother = models.CharField(max_length=60, blank=True)
    mother_child_born_on = models.DateField(null=True)

    class Meta:
        verbose_name = "looked-after child"
        verbose_name_plural = "looked-after children"
        indexes = (models.Index(fields=["child"], name="looked_after_by_child"),)
        constraints = (
            models.UniqueConstraint(
                fields=["authority", "number"], name="one_child_for_a_council_s_number"
            ),
        )


class CareOutcomes(Told):
    """How a child in care fared in one year: health, difficulties, convictions (OC2). Codes as sent."""

    year = models.PositiveSmallIntegerField()
    difficulties_score = models.CharField(max_length=60, blank=True)
    difficulties_reason = models.CharField(max_length=60, blank=True)
    convicted = models.CharField(max_length=4, blank=True)
    health_check = models.CharField(max_length=4, blank=True)
    immunisations = models.CharField(max_length=4, blank=True)
    teeth_check = models.CharField(max_length=4, blank=True)
    health_assessment = models.CharField(max_length=4, blank=True)
    substance_misuse = models.CharField(max_length=4, blank=True)
    help_received = models.CharField(max_length=4, blank=True)
    help_offered = models.CharField(max_length=4, blank=True)

    class Meta:
        verbose_name = "care outcomes"
        verbose_name_plural = "care outcomes"
        indexes = (models.Index(fields=["child"], name="care_outcomes_by_child"),)


class CareLeaverOutcomes(Told):
    """Where somebody who left care stood in one year: in touch, activity, accommodation (OC3)."""

    year = models.PositiveSmallIntegerField()
    in_touch = models.CharField(max_length=4, blank=True)
    activity = models.CharField(max_length=60, blank=True)
    accommodation = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "care leaver outcomes"
        verbose_name_plural = "care leaver outcomes"
        indexes = (models.Index(fields=["child"], name="leaver_outcomes_by_child"),)
