"""The returns themselves, kept as they came: for the loader alone, whoever else asks sees no row."""

from django.db import models

from alongside.areas.loads.models import Load
from alongside.areas.looked_after.terms import FileKind
from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Child


class ReturnFile(models.Model):
    """One file of a return that was loaded: its name and headings as sent. `year` begins on 1 April."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24, choices=FileKind.choices)
    name = models.CharField(max_length=200)
    headings = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "return file"
        constraints = (
            models.UniqueConstraint(fields=["load", "kind"], name="one_file_of_a_kind_in_a_return"),
        )

    def __str__(self) -> str:
        return str(self.id)


class ReturnRow(models.Model):
    """One row of a file, its cells as sent. `number` is the council's of the child, "" where it has none."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(ReturnFile, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    number = models.CharField(max_length=20, blank=True)
    cells = models.JSONField()

    class Meta:
        verbose_name = "return row"
        indexes = (
            models.Index(fields=["file", "line"], name="return_row_in_order"),
            models.Index(fields=["file", "number"], name="return_row_by_number"),
        )

    def __str__(self) -> str:
        return str(self.id)


class ReturnedChild(models.Model):
    """Which load holds the rows that count of a child, by the council's own number, in one year's return."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "returned child"
        indexes = (models.Index(fields=["child"], name="returned_by_child"),)
        constraints = (
            models.UniqueConstraint(
                fields=["authority", "year", "number"], name="one_child_for_a_number_in_a_return"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
