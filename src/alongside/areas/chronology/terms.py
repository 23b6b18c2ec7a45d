"""Words of the chronology."""

from django.db.models import TextChoices


class Seal(TextChoices):
    """Who may open a text block: everyone with the part, those cleared, or the sealed desk."""

    NORMAL = "normal", "Normal"
    RESTRICTED = "restricted", "Restricted"
    SEALED = "sealed", "Sealed"
