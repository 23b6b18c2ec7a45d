"""What every row about a child has that a return told."""

from django.db import models

from alongside.areas.loads.models import Load
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child


class Told(models.Model):
    """Something of one child, and the load that first told it as it now stands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)
