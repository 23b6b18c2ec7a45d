"""Who is away, so that colleagues cover for them. It holds nothing of a child."""

from django.db import models
from django.db.models import F, Q

from alongside.foundation.ids import new_id
from alongside.register.models import Posting


class Away(models.Model):
    """A posting whose person is away from a moment until a moment, or until they are said to be back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    said_by = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "absence"
        verbose_name_plural = "absences"
        constraints = (
            models.UniqueConstraint(
                fields=["posting"],
                condition=Q(ends_at__isnull=True),
                name="one_open_absence_of_a_posting",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="absence_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
