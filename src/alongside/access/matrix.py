"""The packs' grants as rows of `access_matrix`: what the gate and the policies both read."""

from alongside.access.models import MatrixRow
from alongside.packs import load_pack
from alongside.register.models import Authority

Key = tuple[str, str, str, str, str, bool]


def wanted_rows(authority: Authority) -> set[Key]:
    """The grants of an authority's pack: (role, relationship, purpose, part, act, own_subject_only)."""
    return {
        (g.role, g.relationship, g.purpose, g.part, g.act, g.own_subject_only)
        for g in load_pack(authority.pack).grant_rows()
    }


def stored_rows(authority: Authority) -> set[Key]:
    """The grants the database decides with now."""
    return set(
        MatrixRow.objects.filter(authority=authority).values_list(
            "role", "relationship", "purpose", "part", "act", "own_subject_only"
        )
    )


def load_matrix(authority: Authority) -> int:
    """Make the stored rows equal to the pack; the number of rows that changed."""
    wanted, stored = wanted_rows(authority), stored_rows(authority)
    for role, relationship, purpose, part, act, own in stored - wanted:
        MatrixRow.objects.filter(
            authority=authority,
            role=role,
            relationship=relationship,
            purpose=purpose,
            part=part,
            act=act,
            own_subject_only=own,
        ).delete()
    names = ("role", "relationship", "purpose", "part", "act", "own_subject_only")
    MatrixRow.objects.bulk_create(
        MatrixRow(authority=authority, **dict(zip(names, row, strict=True)))
        for row in sorted(wanted - stored)
    )
    return len(wanted ^ stored)
