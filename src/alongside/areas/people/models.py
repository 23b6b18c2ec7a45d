"""Identity and whereabouts, dated: each part of its own, each under row-level security."""

from django.db import models
from django.db.models import F, Q

from alongside.areas.people.terms import (
    FamilyKind,
    NameKind,
    ParentalResponsibility,
    Scheme,
    Sex,
)
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child, Organisation


class Identity(models.Model):
    """A child's birth date and sex. The part `identity`."""

    child = models.OneToOneField(
        Child, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    date_of_birth = models.DateField(null=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True)

    class Meta:
        verbose_name_plural = "identities"
        indexes = (models.Index(fields=["authority", "date_of_birth"], name="identity_born_on"),)

    def __str__(self) -> str:
        return str(self.child_id)


class Name(models.Model):
    """A name of a child from a day until a day. One-name people have a surname only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=NameKind.choices)
    forename = models.CharField(max_length=100, blank=True)
    middle_names = models.CharField(max_length=100, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    searched = models.CharField(
        max_length=400, help_text="Folded: lower case, no accents or punctuation"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["child", "kind"],
                condition=Q(ends_on__isnull=True),
                name="one_current_name_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(forename="", surname=""), name="a_name_is_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="name_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Identifier(models.Model):
    """A number that names one child in one scheme: never two children for one number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=20, choices=Scheme.choices)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scheme", "value"], name="one_child_for_an_identifier"),
            models.UniqueConstraint(
                fields=["child", "scheme", "value"], name="an_identifier_once_for_a_child"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Address(models.Model):
    """Where a child lives from a day until a day. Shown nowhere unless marked safe to show."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    lines = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    uprn = models.CharField(max_length=12, blank=True)
    safe_to_show = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "addresses"
        indexes = (
            models.Index(
                fields=["child"], condition=Q(ends_on__isnull=True), name="address_current"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="address_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class FamilyMember(models.Model):
    """Somebody of a child's family, as one organisation told it. The part `family`.

    A brother or sister who is a child here has no name in this row: it is read where it lies, by
    those who may see that child, or not at all.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=FamilyKind.choices)
    name = models.CharField(max_length=200, blank=True)
    parental_responsibility = models.CharField(
        max_length=3, choices=ParentalResponsibility.choices, blank=True
    )
    telephone = models.CharField(max_length=30, blank=True)
    lives_with = models.BooleanField(null=True)
    other_child = models.ForeignKey(
        Child, on_delete=models.PROTECT, null=True, related_name="+", help_text="A sibling's record"
    )
    source = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        verbose_name = "family member"
        indexes = (
            models.Index(
                fields=["child"], condition=Q(ends_on__isnull=True), name="family_current"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["child", "source", "kind", "name", "other_child"],
                condition=Q(ends_on__isnull=True),
                nulls_distinct=False,
                name="a_family_member_once_for_a_source",
            ),
            models.CheckConstraint(
                condition=(Q(other_child__isnull=True) & ~Q(name=""))
                | Q(other_child__isnull=False, name="", kind="brother_or_sister"),
                name="a_sibling_s_name_lies_in_their_own_record",
            ),
            models.CheckConstraint(
                condition=Q(other_child__isnull=True) | ~Q(other_child=F("child")),
                name="nobody_is_their_own_sibling",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="family_member_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
