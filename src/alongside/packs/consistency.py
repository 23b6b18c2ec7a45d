"""Whether the files of a pack agree with one another, and an authority only narrows access."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import time

from alongside.packs.building import audiences_left, grants_left, is_taken_away
from alongside.packs.layers import Layers, rows_of
from alongside.packs.problems import Problem
from alongside.packs.shapes import GrantRow
from alongside.packs.terms import Act

Check = Callable[[Layers], Iterator[Problem]]


def _roles_only_narrow(layers: Layers) -> Iterator[Problem]:
    theirs = layers.england.files["roles.toml"]["role"]
    for key, own in layers.own("roles.toml").get("role", {}).items():
        label, at = layers.last_label("roles.toml", "role", key), f"role.{key}"
        if key not in theirs:
            yield Problem(label, at, "is not a role of England; an authority cannot add one")
            continue
        for kind in set(own.get("held_in", ())) - set(theirs[key]["held_in"]):
            reason = f"{kind!r} is a kind of organisation that may not hold this role in England"
            yield Problem(label, f"{at}.held_in", reason)
        for fact in ("registered_social_worker", "can_sign_in"):
            if own.get(fact, False) and not theirs[key][fact]:
                yield Problem(label, f"{at}.{fact}", "is false in England; it cannot be made true")


def _grants_name_known_roles(layers: Layers) -> Iterator[Problem]:
    roles = layers.merged["roles.toml"]["role"]
    for at, grant in rows_of(layers.merged["access.toml"], "grant"):
        for role in grant["roles"]:
            if role not in roles:
                label = layers.england.label("access.toml")
                yield Problem(label, f"{at}.roles", f"{role!r} is not a role in roles.toml")


def _nothing_is_granted_twice(layers: Layers) -> Iterator[Problem]:
    rows = [row for grant in grants_left(layers) for row in grant.rows()]
    seen = Counter((row.role, row.relationship, row.purpose, row.part, row.act) for row in rows)
    for row, times in seen.items():
        if times > 1:
            reason = f"{' / '.join(row)} is granted {times} times; keep one"
            yield Problem(layers.england.label("access.toml"), "grant", reason)


def _grants_taken_away_exist(layers: Layers) -> Iterator[Problem]:
    rows = _granted_by_england(layers)
    label = layers.last_label("access.toml")
    for at, removal in rows_of(layers.own("access.toml"), "remove"):
        if not any(is_taken_away(row, removal) for row in rows):
            yield Problem(label, at, "takes nothing away: England grants no such thing")


def _granted_by_england(layers: Layers) -> list[GrantRow]:
    england = Layers(layers.england, None, layers.merged)
    return [row for grant in grants_left(england) for row in grant.rows()]


def _audiences_taken_away_exist(layers: Layers) -> Iterator[Problem]:
    audiences = audiences_left(Layers(layers.england, None, layers.merged))
    label = layers.last_label("audiences.toml")
    for at, removal in rows_of(layers.own("audiences.toml"), "remove"):
        of_event = [each for each in audiences if each.event == removal["event"]]
        told = {relationship for each in of_event for relationship in each.tell}
        parts = {part for each in of_event for part in each.parts}
        if not of_event:
            yield Problem(
                label, f"{at}.event", f"nobody is told of {removal['event']!r} in England"
            )
        elif any(each.required for each in of_event):
            reason = f"telling of {removal['event']!r} is a duty and cannot be taken away"
            yield Problem(label, f"{at}.event", reason)
        elif not told.issuperset(removal.get("tell", ())):
            yield Problem(label, f"{at}.tell", "names a relationship that is not told in England")
        elif not parts.issuperset(removal.get("parts", ())):
            yield Problem(label, f"{at}.parts", "names a part that is not told in England")


def _audiences_only_narrow_access(layers: Layers) -> Iterator[Problem]:
    roles = layers.merged["roles.toml"]["role"]
    readable = {
        (row.relationship, row.part)
        for grant in grants_left(layers)
        for row in grant.rows()
        if row.act == Act.READ and roles.get(row.role, {}).get("can_sign_in")
    }
    access = layers.last_label("access.toml")
    for audience in audiences_left(layers):
        for tell in audience.tell:
            for part in audience.parts:
                if (tell, part) not in readable:
                    reason = f"tells {tell!r} the part {part!r}, which nobody may read in {access}"
                    yield Problem(layers.last_label("audiences.toml"), audience.event, reason)


def _each_is_told_once(layers: Layers) -> Iterator[Problem]:
    told = Counter((each.event, tell) for each in audiences_left(layers) for tell in each.tell)
    for (event, tell), times in told.items():
        if times > 1:
            reason = f"{tell!r} is told {times} times; keep one"
            yield Problem(layers.last_label("audiences.toml"), event, reason)


def _warnings_reach_somebody(layers: Layers) -> Iterator[Problem]:
    told = {(each.event, tell) for each in audiences_left(layers) for tell in each.tell}
    audiences = layers.last_label("audiences.toml")
    for key, row in layers.merged["timescales.toml"]["timescale"].items():
        warnings = [(f"warn[{n}]", each) for n, each in enumerate(row.get("warn", ()), start=1)]
        if "overdue" in row:
            warnings.append(("overdue", row["overdue"]))
        for place, each in warnings:
            if (each["event"], each["tell"]) not in told:
                label = layers.last_label("timescales.toml", "timescale", key)
                reason = f"{audiences} does not tell {each['tell']!r} of {each['event']!r}"
                yield Problem(label, f"timescale.{key}.{place}", reason)


def _pauses_can_end(layers: Layers) -> Iterator[Problem]:
    for key, row in layers.merged["timescales.toml"]["timescale"].items():
        if ("pauses_on" in row) != ("resumes_on" in row):
            label = layers.last_label("timescales.toml", "timescale", key)
            reason = "pauses_on and resumes_on go together: set both or neither"
            yield Problem(label, f"timescale.{key}", reason)


def _a_local_limit_gives_its_source(layers: Layers) -> Iterator[Problem]:
    for key, row in layers.own("timescales.toml").get("timescale", {}).items():
        if "limit" in row and "source" not in row:
            label = layers.last_label("timescales.toml", "timescale", key)
            reason = "is missing: a limit of the authority's own needs a source of its own"
            yield Problem(label, f"timescale.{key}.source", reason)


def _levels_are_one_to_four(layers: Layers) -> Iterator[Problem]:
    numbers = Counter(row["number"] for row in layers.merged["thresholds.toml"]["level"])
    for number in (1, 2, 3, 4):
        if numbers[number] != 1:
            reason = f"level {number} is there {numbers[number]} times; it must be there once"
            yield Problem(layers.last_label("thresholds.toml"), "level", reason)


def _frameworks_are_whole(layers: Layers) -> Iterator[Problem]:
    content = layers.merged["outcomes.toml"]
    if content["default"] not in content["framework"]:
        reason = f"{content['default']!r} is not a framework in this file"
        yield Problem(layers.last_label("outcomes.toml", "default"), "default", reason)
    for key, row in content["framework"].items():
        label = layers.last_label("outcomes.toml", "framework", key)
        for outcome, times in Counter(each["key"] for each in row["outcomes"]).items():
            if times > 1:
                yield Problem(label, f"framework.{key}.outcomes", f"{outcome!r} is there twice")


def _challenge_stages_follow_one_another(layers: Layers) -> Iterator[Problem]:
    numbers = sorted(row["number"] for row in layers.merged["challenges.toml"]["stage"])
    if numbers != list(range(1, len(numbers) + 1)):
        reason = f"stages are numbered 1, 2, 3 ... without a gap, not {numbers}"
        yield Problem(layers.last_label("challenges.toml"), "stage", reason)
    for number in numbers:
        if f"challenge_stage_{number}" not in layers.merged["timescales.toml"]["timescale"]:
            label = layers.last_label("timescales.toml")
            yield Problem(
                label, f"timescale.challenge_stage_{number}", "is missing: each stage has one"
            )


def _challenges_are_answered_by_known_roles(layers: Layers) -> Iterator[Problem]:
    roles = layers.merged["roles.toml"]["role"]
    for at, stage in rows_of(layers.merged["challenges.toml"], "stage"):
        if stage["answering_role"] not in roles:
            reason = f"{stage['answering_role']!r} is not a role in roles.toml"
            yield Problem(layers.last_label("challenges.toml"), f"{at}.answering_role", reason)


def _the_front_door_closes_after_it_opens(layers: Layers) -> Iterator[Problem]:
    content = layers.merged["front_door.toml"]
    if time.fromisoformat(content["closes"]) <= time.fromisoformat(content["opens"]):
        reason = f"must be later than opens ({content['opens']})"
        yield Problem(layers.last_label("front_door.toml", "closes"), "closes", reason)


# Each check, and the files it reads: it runs once those files are sound in themselves.
CHECKS: tuple[tuple[frozenset[str], Check], ...] = (
    (frozenset({"roles.toml"}), _roles_only_narrow),
    (frozenset({"roles.toml", "access.toml"}), _grants_name_known_roles),
    (frozenset({"access.toml"}), _nothing_is_granted_twice),
    (frozenset({"access.toml"}), _grants_taken_away_exist),
    (frozenset({"audiences.toml"}), _audiences_taken_away_exist),
    (frozenset({"audiences.toml"}), _each_is_told_once),
    (frozenset({"audiences.toml", "access.toml", "roles.toml"}), _audiences_only_narrow_access),
    (frozenset({"audiences.toml", "timescales.toml"}), _warnings_reach_somebody),
    (frozenset({"timescales.toml"}), _pauses_can_end),
    (frozenset({"timescales.toml"}), _a_local_limit_gives_its_source),
    (frozenset({"thresholds.toml"}), _levels_are_one_to_four),
    (frozenset({"outcomes.toml"}), _frameworks_are_whole),
    (
        frozenset({"challenges.toml", "timescales.toml"}),
        _challenge_stages_follow_one_another,
    ),
    (frozenset({"challenges.toml", "roles.toml"}), _challenges_are_answered_by_known_roles),
    (frozenset({"front_door.toml"}), _the_front_door_closes_after_it_opens),
)


def problems_between_files(layers: Layers, *, unsound: frozenset[str]) -> Iterator[Problem]:
    """Where files contradict one another, leaving out the unsound ones."""
    for files, check in CHECKS:
        if not files & unsound:
            yield from check(layers)
