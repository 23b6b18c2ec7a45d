"""One row for each file that came in, and what it changed."""

from django.db import models

from alongside.foundation.ids import new_id
from alongside.register.models import Organisation


class Load(models.Model):
    """One file that was loaded, and what it changed: the same file again changes nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    rows_read = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["kind", "school", "digest"], name="load_by_digest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
