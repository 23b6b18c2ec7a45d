"""Policies made before `policies.may` took its present form, rewritten to it: they let through the same rows."""

import re

BEGINS = re.compile(r"EXISTS \( SELECT 1\s+FROM (\(register_relationship r|register_conflict c)")
_TIES = re.compile(
    r"FROM \(register_relationship r\s+JOIN access_matrix m ON \((?P<join>.*)\)\)\s+"
    r"WHERE \((?P<where>.*) AND (?P<own>\(?\(NOT m\.own_subject_only\)(?: OR .*)?)\)$",
    re.DOTALL,
)


class PolicyNotUnderstood(Exception):
    """A policy asks for a tie in another way than `may` wrote it: rewrite it by hand."""


def rewritten(condition: str) -> str:
    """The same condition, with every look for a tie or a conflict in its present form."""
    done, at = [], 0
    while found := BEGINS.search(condition, at):
        end = _end_of(condition, condition.index("(", found.start()))
        inner = condition[condition.index("(", found.start()) + 1 : end]
        done += [condition[at : found.start()], f"EXISTS ({_present(inner)})"]
        at = end + 1
    return "".join([*done, condition[at:]])


def _end_of(text: str, opened: int) -> int:
    """Where the bracket closes that opens at `opened`. No quoted constant of ours holds a bracket."""
    depth = 0
    for place in range(opened, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise PolicyNotUnderstood(text)


def _present(query: str) -> str:
    # The words are the database's own, of policies that migrations made: nobody typed them.
    if query.rstrip().endswith("OFFSET 0"):
        return query
    if "register_conflict c" in query:
        return f"{query} OFFSET 0"
    ties = _TIES.search(query)
    if ties is None:
        raise PolicyNotUnderstood(query)
    granted = f"SELECT 1 FROM access_matrix m WHERE {ties['join']} AND {ties['own']} OFFSET 0"  # noqa: S608
    return f" SELECT 1 FROM register_relationship r WHERE {ties['where']} AND (EXISTS ({granted})) OFFSET 0"  # noqa: S608
