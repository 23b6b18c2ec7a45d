"""What several censuses come to: the newest that tells of something says how it stands.

Each year's census tells of the episodes that were open in that year, so one of them leaves out what was
over before. One that was open at the end of a year is told by the next year's as well: if it is not,
the day it was told by has been corrected since, or it never was. A census that is sent again takes the
place of the one of its year.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from alongside.areas.social_care.rules.shape import (
    BEGINS,
    EPISODES,
    REFERRED,
    REVIEWS,
    Path,
    Record,
)
from alongside.areas.social_care.terms import YES_OR_NO


def is_open(episode: Record) -> bool:
    """Whether the case goes on: not closed, and not a referral of which nothing more came."""
    nothing_more = YES_OR_NO.get(episode.get("ReferralNFA", ""), False)
    return "CINclosureDate" not in episode and not nothing_more


def standing(returns: Mapping[int, Record]) -> Record:
    """What stands of a child after these returns, by year."""
    newest = returns[max(returns)]
    if len(returns) == 1:
        return newest
    episodes: dict[str, Record] = {}
    for year, one in sorted(returns.items()):
        if year - 1 in returns:
            told = {episode[REFERRED] for episode in one[EPISODES]}
            for day in [d for d, held in episodes.items() if is_open(held) and d not in told]:
                del episodes[day]
        for episode in one[EPISODES]:
            before = episodes.get(episode[REFERRED])
            episodes[episode[REFERRED]] = _joined(before, episode) if before else episode
    return newest | {EPISODES: [episodes[day] for day in sorted(episodes)]}


def _joined(before: Record, after: Record) -> Record:
    """An episode as the later census tells it, with what only the earlier one tells of."""
    joined = dict(after)
    for kind, begins in BEGINS.items():
        if kind not in before:
            continue
        both = {one[begins]: one for one in before[kind]}
        for one in after.get(kind, ()):
            held = both.get(one[begins])
            both[one[begins]] = _with_reviews(held, one) if held else one
        joined[kind] = [both[day] for day in sorted(both)]
    return joined


def _with_reviews(before: Record, after: Record) -> Record:
    """A plan's reviews are told in the census of the year in which they were held."""
    if REVIEWS not in before:
        return after
    return after | {REVIEWS: sorted({*before[REVIEWS], *after.get(REVIEWS, ())})}


def with_what_was_held(told: Record | None, held: Record, unsure: AbstractSet[Path]) -> Record:
    """The census's record of a child, with what is held of what it told and could not be taken of it."""
    if told is None:
        return held
    kept = told | _texts(told, held, (), unsure)
    kept[EPISODES] = _episodes(told, held, unsure)
    return kept


def _episodes(told: Record, held: Record, unsure: AbstractSet[Path]) -> list[Record]:
    episodes = {one[REFERRED]: one for one in told[EPISODES]}
    for before in held[EPISODES]:
        path = (before[REFERRED],)
        now = episodes.get(before[REFERRED])
        if now is not None:
            episodes[before[REFERRED]] = _episode(now, before, path, unsure)
        elif _may_be_meant(path, unsure):
            episodes[before[REFERRED]] = before
    return [episodes[day] for day in sorted(episodes)]


def _episode(now: Record, before: Record, path: Path, unsure: AbstractSet[Path]) -> Record:
    kept = now | _texts(now, before, path, unsure)
    for kind, begins in BEGINS.items():
        ones = {one[begins]: one for one in now.get(kind, ())}
        for held in before.get(kind, ()):
            at = (*path, kind, held[begins])
            one = ones.get(held[begins])
            if one is not None:
                ones[held[begins]] = one | _texts(one, held, at, unsure)
            elif _may_be_meant(at, unsure):
                ones[held[begins]] = held
        if ones:
            kept[kind] = [ones[day] for day in sorted(ones)]
    return kept


def _may_be_meant(path: Path, unsure: AbstractSet[Path]) -> bool:
    return path in unsure or (*path[:-1], "") in unsure


def _texts(now: Record, before: Record, path: Path, unsure: AbstractSet[Path]) -> Record:
    """The texts held of what was told wrongly."""
    names: Iterable[str] = (one[-1] for one in unsure if one[:-1] == path)
    return {name: before[name] for name in names if name in before and name not in now}
