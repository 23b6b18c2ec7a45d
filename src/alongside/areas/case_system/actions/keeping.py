"""Keep steps: of each the version that counts, with its words in a block that can be erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from alongside.areas.case_system.models import Step
from alongside.areas.case_system.rules.steps import Version, newer
from alongside.areas.case_system.terms import Reason, Status
from alongside.areas.chronology.actions import erase_texts, save_texts, write_text
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows, update_rows
from alongside.register.models import Authority, Organisation

_CONTENT = (
    *("case_key", "child_id", "kind", "happened_at", "changed_at", "codes", "words_id"),
    *("withdrawn", "contradicted", "digest"),
)
_AGAIN = (Reason.UNKNOWN_TEAM, Reason.UNKNOWN_REQUEST, Reason.SEVERAL_REQUESTS)


@dataclass(slots=True)
class Kept:
    """What taking versions changed, and the children whose cases it touches."""

    children: set[UUID] = field(default_factory=set)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    erased: list[UUID] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Keeping:
    """Of which authority and system the steps are, and when they are taken."""

    authority: Authority
    source: str
    at: datetime

    def take(self, told: Sequence[Version]) -> Kept:
        """Join versions to those held: a fixed number of queries, however many."""
        kept = Kept()
        stored = {row.key: row for row in self._stored({version.key for version in told})}
        held = {key: held_version(row, words=_words(row)) for key, row in stored.items()}
        now: dict[str, Version] = {}
        for version in told:
            now[version.key] = newer(now.get(version.key, held.get(version.key)), version)
        new = [v for key, v in now.items() if key not in held]
        moved = [v for key, v in now.items() if key in held and not _same(held[key], v)]
        kept.added, kept.changed = len(new), len(moved)
        kept.unchanged = len(now) - len(new) - len(moved)
        kept.children = {v.child_id for v in now.values()} | {held[v.key].child_id for v in moved}
        kept.erased = [i for v in moved if (i := stored[v.key].words_id)]
        helps = {key: row.help_id for key, row in stored.items()}
        texts = self._texts([*new, *moved], helps)
        insert_rows(
            Step, ("id", "authority_id", "source", "key", "status", "reason", "recorded", *_CONTENT),
            [
                (new_id(), self.authority.id, self.source, v.key, Status.WAITING.value, "", "",
                 *_content(v, texts))
                for v in new
            ],
        )  # fmt: skip
        update_rows(
            Step, ("id", *_CONTENT), [(stored[v.key].id, *_content(v, texts)) for v in moved]
        )
        erase_texts(kept.erased, at=self.at)
        return kept

    def _stored(self, keys: set[str]) -> Sequence[Step]:
        rows = Step.objects.filter(authority=self.authority, source=self.source, key__in=keys)
        return list(rows.select_related("words").select_for_update(of=("self",)))

    def _texts(
        self, versions: Sequence[Version], helps: Mapping[str, UUID | None]
    ) -> dict[str, UUID]:
        """Blocks for the words of these versions, by step: of the help that each was found to be of."""
        council = self._council()
        blocks = {
            v.key: write_text(
                body=v.words, authority_id=self.authority.id, child_id=v.child_id,
                subject_id=helps.get(v.key),
                part="assessment", source_id=council, at=self.at,
            )
            for v in versions
            if v.words.strip()
        }  # fmt: skip
        save_texts(blocks.values())
        return {key: block.id for key, block in blocks.items()}

    def _council(self) -> UUID:
        """The council itself, from whose system the words are."""
        councils = Organisation.objects.filter(authority=self.authority, kind="local_authority")
        return councils.order_by("id").values_list("id", flat=True)[0]


def children_to_look_at_again(authority_id: UUID, source: str) -> set[UUID]:
    """Whose steps wait for a team or a request, which may have come since."""
    waiting = Step.objects.filter(
        authority_id=authority_id, source=source, status=Status.WAITING, reason__in=_AGAIN
    )
    return set(waiting.values_list("child_id", flat=True))


def held_version(row: Step, *, words: str = "") -> Version:
    """The version a row holds. Its words are only given where they may be written again."""
    return Version(
        key=row.key,
        case=row.case_key,
        child_id=row.child_id,
        kind=row.kind,
        happened_at=row.happened_at,
        changed_at=row.changed_at,
        codes=row.codes,
        words=words,
        withdrawn=row.withdrawn,
        digest=row.digest,
        contradicted=row.contradicted,
    )


def _words(row: Step) -> str:
    return row.words.body if row.words else ""


def _same(held: Version, now: Version) -> bool:
    return (held.digest, held.changed_at, held.contradicted) == (
        now.digest,
        now.changed_at,
        now.contradicted,
    )


def _content(version: Version, texts: dict[str, UUID]) -> tuple[object, ...]:
    return (
        *(version.case, version.child_id, version.kind, version.happened_at, version.changed_at),
        *(dict(version.codes), texts.get(version.key), version.withdrawn, version.contradicted),
        version.digest,
    )
