"""Words about people."""

from django.db.models import TextChoices


class NameKind(TextChoices):
    LEGAL = "legal", "Legal name"
    PREFERRED = "preferred", "Name used"


class Sex(TextChoices):
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    NOT_KNOWN = "", "Not given"


class FamilyKind(TextChoices):
    """What somebody is to a child."""

    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    STEPPARENT = "stepparent", "Stepparent"
    BROTHER_OR_SISTER = "brother_or_sister", "Brother or sister"
    GRANDPARENT = "grandparent", "Grandparent"
    CARER = "carer", "Carer"
    OTHER = "other", "Somebody else"


class ParentalResponsibility(TextChoices):
    """In law, who has the rights and duties of a parent (Children Act 1989 s3)."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "", "Not known"


class Scheme(TextChoices):
    UPN = "upn", "Unique pupil number"
    NHS_NUMBER = "nhs_number", "NHS number"
    # The council's own number of a child, behind the council's code: 999/12345.
    CASE_NUMBER = "case_number", "Case number"
