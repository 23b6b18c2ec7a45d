"""The words for what comes in, and for how far a load of it is."""

from django.db.models import TextChoices


class LoadKind(TextChoices):
    """What kind of file it is."""

    SCHOOLS = "schools", "List of schools"
    ROLL = "roll", "School roll"
    STAFF = "staff", "Staff list"
    STEPS = "steps", "Steps from the case management system"
    CIN_CENSUS = "cin_census", "Children in need census"
    SSDA903 = "ssda903", "Children looked after return (SSDA903)"


class LoadState(TextChoices):
    """How far a load is. Whatever happens to a process, one of these is true of its load."""

    READING = "reading", "Being read"
    APPLYING = "applying", "Being taken in"
    FINISHED = "finished", "Finished"
    STOPPED = "stopped", "Stopped"
    REFUSED = "refused", "Refused"


class Judged(TextChoices):
    """What somebody decided of a child of a file and a child here."""

    SAME = "same", "The same child"
    OTHER = "other", "Another child"
