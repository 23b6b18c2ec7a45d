"""One step as told, and which of its versions counts: the order in which they came never does."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from alongside.areas.case_system.terms import RANK


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a step. `codes` holds what only some kinds have: team, worker, code and the like.

    `contradicted` is set where two contents came for one moment of change; the content is then the
    one of the smaller digest, so that all who hear both hold the same.
    """

    key: str
    case: str
    child_id: UUID
    kind: str
    happened_at: datetime
    changed_at: datetime
    codes: Mapping[str, str]
    words: str = ""
    withdrawn: bool = False
    digest: str = ""
    contradicted: bool = False

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Where it stands among the steps of its case."""
        return self.happened_at, RANK[self.kind], self.key


def digested(version: Version) -> Version:
    """The version with the digest of its content, which is all of it but the moment of its change."""
    content = [
        *(version.key, version.case, str(version.child_id), version.kind),
        *(version.happened_at.timestamp(), sorted(version.codes.items())),
        *(version.words, version.withdrawn),
    ]
    text = json.dumps(content, ensure_ascii=True)
    return replace(version, digest=hashlib.sha256(text.encode()).hexdigest())


def newer(held: Version | None, told: Version) -> Version:
    """What is held of a step once this version has come too.

    Whatever the order and however often versions come, the end is the same: the latest change
    counts, and two contents of one latest moment contradict each other.
    """
    if held is None or told.changed_at > held.changed_at:
        return told
    if told.changed_at < held.changed_at or (told.digest == held.digest and not told.contradicted):
        return held
    return replace(min(held, told, key=lambda one: one.digest), contradicted=True)
