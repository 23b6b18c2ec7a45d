"""Every policy looks for one tie by an index: PostgreSQL cannot turn it into a hash of every child there is."""

import re

import pytest
from django.db import connections

from alongside.access.policies import may
from alongside.access.rewriting import PolicyNotUnderstood, rewritten

# As PostgreSQL gives back what `may` once wrote.
AS_IT_WAS = """((EXISTS ( SELECT 1
   FROM (register_relationship r
     JOIN access_matrix m ON (((m.authority_id = r.authority_id) AND ((m.part)::text = 'plan'::text))))
  WHERE ((r.child_id = t.child_id) AND (r.starts_at <= now()) AND {own}))) AND (NOT (EXISTS ( SELECT 1
   FROM register_conflict c
  WHERE (c.child_id = t.child_id)))))"""
LOOK = re.compile(
    r"EXISTS \( SELECT 1\s+FROM \(*(?:register_relationship r|register_conflict c|access_matrix m)"
)
OWN = ["(NOT m.own_subject_only)", "((NOT m.own_subject_only) OR (r.subject_id = t.request_id))"]


@pytest.mark.parametrize("own", OWN)
def test_an_older_policy_is_rewritten_once_and_asks_the_same(own):
    new = rewritten(AS_IT_WAS.format(own=own))
    assert new.count("OFFSET 0") == 3
    assert "JOIN" not in new
    for asked in (
        "r.child_id = t.child_id",
        "m.authority_id = r.authority_id",
        "'plan'::text",
        own,
    ):
        assert asked in new
    assert rewritten(new) == new


def test_a_policy_that_asks_in_another_way_is_refused_and_not_guessed_at():
    with pytest.raises(PolicyNotUnderstood):
        rewritten(
            "EXISTS ( SELECT 1 FROM (register_relationship r JOIN other o ON (true)) WHERE true)"
        )


def test_what_may_writes_keeps_each_look_as_it_is_written():
    written = may(table="t", act="read", part="'plan'")
    assert written.count("OFFSET 0") == written.count("EXISTS (") == 3


def looks(words):
    """Each look for a tie or for a conflict in a policy, as it stands within its brackets."""
    for begins in LOOK.finditer(words):
        depth, opened = 1, words.index("(", begins.start()) + 1
        for end in range(opened, len(words)):
            depth += {"(": 1, ")": -1}.get(words[end], 0)
            if depth == 0:
                break
        yield words[opened:end]


def test_each_look_of_a_policy_is_counted_by_itself():
    one = "EXISTS ( SELECT 1\n   FROM register_conflict c WHERE (c.x = (SELECT 1)){end})"
    both = one.format(end="") + " AND " + one.format(end="\n OFFSET 0")
    assert [look.endswith("OFFSET 0") for look in looks(both)] == [False, True]


def test_no_policy_of_the_database_may_be_hashed(db):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT polrelid::regclass::text, polname,"
            " concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM pg_policy"
        )
        found = cursor.fetchall()
    assert len(found) > 100
    hashed = [
        (table, name)
        for table, name, words in found
        if "access_matrix m ON" in words
        or any(not look.rstrip().endswith("OFFSET 0") for look in looks(words))
    ]
    assert hashed == []
