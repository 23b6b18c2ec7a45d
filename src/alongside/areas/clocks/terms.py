"""Words of the clocks."""

from django.db.models import TextChoices


class ClockState(TextChoices):
    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    STOPPED = "stopped", "Stopped"
    CANCELLED = "cancelled", "Cancelled"
