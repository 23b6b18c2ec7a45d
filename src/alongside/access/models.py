"""The access matrix as rows, and the contexts that sessions act in."""

from django.db import models

from alongside.foundation.ids import new_id
from alongside.register.models import Authority, Posting


class MatrixRow(models.Model):
    """One grant of an authority's access.toml, flattened for the row-level policies to join to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    relationship = models.CharField(max_length=30)
    purpose = models.CharField(max_length=40)
    part = models.CharField(max_length=30)
    act = models.CharField(max_length=40)
    own_subject_only = models.BooleanField(default=False)

    class Meta:
        db_table = "access_matrix"
        constraints = (
            models.UniqueConstraint(
                fields=[
                    "authority",
                    "relationship",
                    "part",
                    "role",
                    "act",
                    "purpose",
                    "own_subject_only",
                ],
                name="one_matrix_row_for_a_grant",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.relationship} {self.part} {self.act}"


class Context(models.Model):
    """A session acting as one posting. Only the sha256 of its token is stored.

    Written by `access_open_context` alone; the web role can neither read nor write this table.
    """

    digest = models.BinaryField(primary_key=True, max_length=32)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "access_context"

    def __str__(self) -> str:
        return str(self.posting_id)
