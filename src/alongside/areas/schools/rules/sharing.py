"""Who at school a child may be shared with: pure."""

from collections.abc import Iterable

from alongside.packs.shapes import GrantRow
from alongside.packs.terms import Act, Part, Relationship


def roles_shared_with(grants: Iterable[GrantRow]) -> frozenset[str]:
    """The roles that see a child only once the child is assigned to the person."""
    return frozenset(
        row.role
        for row in grants
        if row.relationship == Relationship.ASSIGNED
        and row.part == Part.IDENTITY
        and row.act == Act.READ
    )
