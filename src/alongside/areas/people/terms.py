"""Words about people."""

from django.db.models import TextChoices


class NameKind(TextChoices):
    LEGAL = "legal", "Legal name"
    PREFERRED = "preferred", "Name used"


class Sex(TextChoices):
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    NOT_KNOWN = "", "Not given"


class Scheme(TextChoices):
    UPN = "upn", "Unique pupil number"
    NHS_NUMBER = "nhs_number", "NHS number"
