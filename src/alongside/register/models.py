"""People, organisations, teams, postings, children as keys, and the dated ties between them."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from alongside.foundation.ids import new_id
from alongside.register.credentials import KeepsCredential
from alongside.register.managers import UserManager
from alongside.register.terms import OrganisationKind, RelationshipKind, TeamKind


class Authority(models.Model):
    """A local authority with children's services duties; its pack says how it works.

    Without a pack it is known (children go to school across borders) and not served here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dfe_code = models.CharField(max_length=3, unique=True)
    gss_code = models.CharField(max_length=9, blank=True)
    name = models.CharField(max_length=120)
    pack = models.CharField(max_length=60)

    class Meta:
        verbose_name_plural = "authorities"
        constraints = (
            models.UniqueConstraint(
                fields=["gss_code"],
                condition=~Q(gss_code=""),
                name="one_authority_for_a_gss_code",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A school, council, health provider, police force or charity, and whom to ring there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """The team that holds work: messages and requests belong to teams, never to one person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    kind = models.CharField(max_length=30, choices=TeamKind.choices)
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["organisation", "kind"], name="team_by_kind"),)

    def __str__(self) -> str:
        return self.name


class User(KeepsCredential, AbstractBaseUser):
    """A person who signs in. What they may do comes only from their postings."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_user_for_an_email"),)

    def __str__(self) -> str:
        return self.full_name


class Credential(models.Model):
    """What proves a person's password. Only the sign_in role may read or write this table."""

    user = models.OneToOneField(
        User, on_delete=models.PROTECT, primary_key=True, related_name="credential"
    )
    # Django's mark of a password that nothing matches.
    password = models.CharField(max_length=128, default=UNUSABLE_PASSWORD_PREFIX)
    last_signed_in_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.user_id)


class Posting(models.Model):
    """A person in a role in a team from a moment until a moment: access lives and ends with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="postings")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="postings")
    role = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="posting_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.id}"


class Child(models.Model):
    """A child as a key: everything known about them lies in the parts of their record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    # One canonical child by pointer: rows keep the id they were written with, so a merge can be undone.
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "children"
        constraints = (
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=F("id")),
                name="child_is_not_merged_into_itself",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Relationship(models.Model):
    """A dated tie of an organisation, team or named person to a child, with its evidence.

    Half open: it lives from `starts_at` until, and not including, `ends_at`.
    `subject_id` is the request or notice for which it was made.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="relationships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=30, choices=RelationshipKind.choices)
    subject_id = models.UUIDField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    evidence = models.CharField(
        max_length=100, help_text="A code and id: what shows that this tie is real"
    )
    # Help taken by agreement, which the family has not agreed to be told of: no pointer either.
    discreet = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = (
            models.Index(fields=["child", "organisation", "kind"], name="relationship_by_child"),
            models.Index(fields=["organisation", "kind", "child"], name="relationship_by_holder"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="relationship_ends_after_it_starts",
            ),
            # Where nothing is said of a team, person or subject, two open ties are still the same tie.
            models.UniqueConstraint(
                fields=["child", "organisation", "kind", "team", "user", "subject_id"],
                condition=Q(ends_at__isnull=True),
                nulls_distinct=False,
                name="one_open_relationship_of_a_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Conflict(models.Model):
    """Own child, relative or alleged perpetrator: denies everything, break-glass included."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["child", "user"], name="conflict_by_child"),)

    def __str__(self) -> str:
        return str(self.id)
