"""The workers that run, each in a row of its own, so that one that stopped is missed."""

from django.db import models

from alongside.foundation.ids import new_id


class Worker(models.Model):
    """One process that delivers and watches, and when it last said that it does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"worker {self.id}"
