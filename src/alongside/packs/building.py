"""A pack's values from its files, once they are known to be sound."""

from collections.abc import Callable, Iterable, Mapping
from datetime import time
from types import MappingProxyType
from typing import Any, TypeVar

from alongside.foundation.calendars import Limit
from alongside.packs import shapes
from alongside.packs.layers import Content, Layers

Built = TypeVar("Built")

_EVENT_LISTS = (
    "starts_on", "stops_on", "reopens_on", "pauses_on", "resumes_on", "cancels_on", "stops_all_on",
)  # fmt: skip


def build_pack(key: str, layers: Layers) -> shapes.Pack:
    """The pack these layers say together; they must have no problem left."""
    merged = layers.merged
    return shapes.Pack(
        key=key,
        name=merged["pack.toml"]["name"],
        roles=_each(merged["roles.toml"]["role"], _role),
        grants=grants_left(layers),
        timescales=_each(merged["timescales.toml"]["timescale"], timescale),
        audiences=audiences_left(layers),
        levels=_levels(merged["thresholds.toml"]),
        outcome_frameworks=_frameworks(merged["outcomes.toml"]),
        front_door=_front_door(merged["front_door.toml"]),
        needs=_needs(merged["needs.toml"]),
        offers=tuple(shapes.LocalOffer(**row) for row in merged["offers.toml"].get("offer", ())),
        challenge_stages=_stages(merged["challenges.toml"]),
        wording=_wording(merged["wording.toml"]),
    )


def grants_left(layers: Layers) -> tuple[shapes.Grant, ...]:
    """The grants of England, less what the authority takes away."""
    removals = layers.own("access.toml").get("remove", ())
    grants = (_grant(row) for row in layers.merged["access.toml"]["grant"])
    return tuple(left for grant in grants for left in _grant_left(grant, removals))


def is_taken_away(row: shapes.GrantRow, removal: Content) -> bool:
    """Whether a `[[remove]]` speaks of this row: what it does not name, it does not ask about."""
    return (
        row.role in removal.get("roles", (row.role,))
        and row.relationship == removal.get("relationship", row.relationship)
        and row.purpose == removal.get("purpose", row.purpose)
        and row.part in removal.get("parts", (row.part,))
        and row.act in removal.get("acts", (row.act,))
    )


def audiences_left(layers: Layers) -> tuple[shapes.Audience, ...]:
    """The audiences of England, less what the authority takes away."""
    removals = layers.own("audiences.toml").get("remove", ())
    left = [_audience(row) for row in layers.merged["audiences.toml"]["audience"]]
    for removal in removals:
        left = [kept for audience in left for kept in _audience_left(audience, removal)]
    return tuple(left)


def timescale(key: str, row: Content) -> shapes.Timescale:
    """One clock."""
    lists = {name: tuple(row.get(name, ())) for name in _EVENT_LISTS}
    overdue = row.get("overdue")
    warnings = (
        shapes.DueSoon(before=Limit.parse(each["before"]), tell=each["tell"], event=each["event"])
        for each in row.get("warn", ())
    )
    return shapes.Timescale(
        key=key,
        label=row["label"],
        about=row["about"],
        limit=Limit.parse(row["limit"]),
        source=row["source"],
        repeats=row.get("repeats", False),
        in_force_from=row.get("in_force_from"),
        warn=tuple(warnings),
        overdue=None if overdue is None else shapes.Overdue(**overdue),
        **lists,
    )


def _each(tables: Content, build: Callable[[str, Content], Built]) -> Mapping[str, Built]:
    return MappingProxyType({key: build(key, row) for key, row in tables.items()})


def _role(key: str, row: Content) -> shapes.Role:
    return shapes.Role(key=key, **{**row, "held_in": tuple(row["held_in"])})


def _grant(row: Content) -> shapes.Grant:
    lists = {name: tuple(row[name]) for name in ("roles", "parts", "acts")}
    return shapes.Grant(**{**row, **lists})


def _grant_left(grant: shapes.Grant, removals: Iterable[Content]) -> tuple[shapes.Grant, ...]:
    rows = grant.rows()
    left = [row for row in rows if not any(is_taken_away(row, removal) for removal in removals)]
    if len(left) == len(rows):
        return (grant,)
    return tuple(
        shapes.Grant(
            roles=(row.role,),
            relationship=row.relationship,
            purpose=row.purpose,
            parts=(row.part,),
            acts=(row.act,),
            own_subject_only=row.own_subject_only,
            source=grant.source,
        )
        for row in left
    )


def _audience(row: Content) -> shapes.Audience:
    return shapes.Audience(
        event=row["event"],
        tell=tuple(row["tell"]),
        urgency=row["urgency"],
        parts=tuple(row["parts"]),
        email=row["email"],
        required=row.get("required", False),
    )


def _audience_left(audience: shapes.Audience, removal: Content) -> list[shapes.Audience]:
    if removal["event"] != audience.event:
        return [audience]
    gone = removal.get("tell", audience.tell)
    parts = tuple(part for part in audience.parts if part not in removal.get("parts", (part,)))
    untouched = tuple(each for each in audience.tell if each not in gone)
    touched = tuple(each for each in audience.tell if each in gone)
    pairs = ((untouched, audience.parts), (touched, parts))
    return [_narrowed(audience, tell, kept) for tell, kept in pairs if tell and kept]


def _narrowed(
    audience: shapes.Audience, tell: tuple[str, ...], parts: tuple[str, ...]
) -> shapes.Audience:
    return shapes.Audience(
        event=audience.event,
        tell=tell,
        urgency=audience.urgency,
        parts=parts,
        email=audience.email,
        required=audience.required,
    )


def _levels(content: Content) -> tuple[shapes.Level, ...]:
    levels = (
        shapes.Level(**{**row, "indicators": _frozen_lists(row["indicators"])})
        for row in content["level"]
    )
    return tuple(sorted(levels, key=lambda level: level.number))


def _frozen_lists(lists: Content) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key: tuple(items) for key, items in lists.items()})


def _frameworks(content: Content) -> tuple[shapes.OutcomeFramework, ...]:
    return tuple(
        shapes.OutcomeFramework(
            key=key,
            name=row["name"],
            outcomes=tuple(shapes.Outcome(**outcome) for outcome in row["outcomes"]),
            is_default=key == content["default"],
            source=row["source"],
        )
        for key, row in content["framework"].items()
    )


def _front_door(content: Content) -> shapes.FrontDoor:
    said: dict[str, Any] = {key: value for key, value in content.items() if key != "must_set"}
    for moment in ("opens", "closes", "unsent_alert_at"):
        said[moment] = time.fromisoformat(said[moment])
    return shapes.FrontDoor(**said)


def _needs(content: Content) -> Mapping[str, shapes.Need]:
    return MappingProxyType({row["code"]: shapes.Need(**row) for row in content["need"]})


def _stages(content: Content) -> tuple[shapes.ChallengeStage, ...]:
    stages = (shapes.ChallengeStage(**row) for row in content["stage"])
    in_order = sorted(stages, key=lambda stage: stage.number)
    return tuple(in_order[: content.get("stages", len(in_order))])


def _wording(content: Content) -> shapes.Wording:
    outcomes = {key: shapes.OutcomeWording(**row) for key, row in content["outcome"].items()}
    return shapes.Wording(
        status=MappingProxyType(dict(content["status"])),
        feedback=MappingProxyType(dict(content["feedback"])),
        outcomes=MappingProxyType(outcomes),
        imported=MappingProxyType(dict(content["imported"])),
    )
