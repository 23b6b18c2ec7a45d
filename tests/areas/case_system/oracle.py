"""What a set of rows must come to, worked out slowly, straight from docs/case-system-feed.md.

It shares nothing with the code: moments are compared as the words they were written in.
"""

from dataclasses import dataclass, field

NORTH, SOUTH = "Assessment North", "Assessment South"
WORKS_IN = {"sam.north": NORTH, "tia.north": NORTH, "uma.south": SOUTH}
RANKS = [
    "opening", "allocation", "assessment_started", "plan_started", "visit", "meeting",
    "assessment_completed", "plan_ended", "closure",
]  # fmt: skip


@dataclass
class Expected:
    """By key of a step (status, reason); by help its state; the steps that are contacts and meetings."""

    steps: dict[str, tuple[str, str]] = field(default_factory=dict)
    helps: dict[str, tuple] = field(default_factory=dict)
    contacts: dict[str, str] = field(default_factory=dict)
    meetings: dict[str, tuple[str, str]] = field(default_factory=dict)


def worked_out(rows, asked):
    """`asked`: (name of the help, child's upn, reference, team, day offered), in the order of the offers."""
    expected = Expected()
    current = []
    for key in {row["step"] for row in rows}:
        latest = max(row["changed_at"] for row in rows if row["step"] == key)
        told = {
            tuple(sorted(r.items())) for r in rows if (r["step"], r["changed_at"]) == (key, latest)
        }
        if len(told) > 1:
            expected.steps[key] = ("contradicted", "two_contents")
        elif dict(next(iter(told))).get("withdrawn") == "yes":
            expected.steps[key] = ("superseded", "withdrawn")
        else:
            current.append(dict(next(iter(told))))
    current.sort(key=lambda r: (moment(r), RANKS.index(r["kind"]), r["step"]))
    openings = first_openings(current, expected)
    answer_to = linked(openings, asked, expected)
    for (child, case), opening in openings.items():
        rest = [r for r in current if (r["upn"], r["case"]) == (child, case)]
        if opening["step"] not in expected.steps:
            whole_case(opening, rest, answer_to.get((child, case)), expected)
    for row in current:
        expected.steps.setdefault(row["step"], ("waiting", "no_opening"))
    for name, _, _, team, _ in asked:
        expected.helps.setdefault(name, ("offered", team, None, None, None, ""))
    return expected


def moment(row):
    return row["happened_at"] if "T" in row["happened_at"] else row["happened_at"] + "T00:00"


def day(row):
    return row["happened_at"][:10]


def first_openings(current, expected):
    found = {}
    for row in current:
        if row["kind"] != "opening":
            continue
        if row["team"] not in (NORTH, SOUTH):
            expected.steps[row["step"]] = ("waiting", "unknown_team")
        elif (row["upn"], row["case"]) in found:
            expected.steps[row["step"]] = ("superseded", "opened_already")
        else:
            found[row["upn"], row["case"]] = row
    return found


def linked(openings, asked, expected):
    free, answer_to = list(asked), {}
    by_reference = [(k, o) for k, o in openings.items() if o.get("request_reference")]
    by_team = [(k, o) for k, o in openings.items() if not o.get("request_reference")]
    for case, opening in by_reference:
        named = [a for a in free if a[1] == case[0] and a[2] == opening["request_reference"]]
        fitting = [a for a in named if a[3] == opening["team"]] or named
        settle(case, opening, fitting, free, answer_to, expected, "unknown_request")
    for case, opening in by_team:
        fitting = [
            a for a in free if a[1] == case[0] and a[3] == opening["team"] and a[4] <= day(opening)
        ]
        settle(case, opening, fitting, free, answer_to, expected, "")
    return answer_to


def settle(case, opening, fitting, free, answer_to, expected, none):
    if len(fitting) == 1:
        answer_to[case] = fitting[0]
        free.remove(fitting[0])
    elif fitting:
        expected.steps[opening["step"]] = ("waiting", "several_requests")
    elif none:
        expected.steps[opening["step"]] = ("waiting", none)


def whole_case(opening, rest, help_asked, expected):
    closures = [r for r in rest if r["kind"] == "closure" and day(r) >= day(opening)]
    closing = closures[0] if closures else None
    name = help_asked[0] if help_asked else f"{opening['upn']} {opening['case']}"
    led, team = [], opening["team"]
    for row in rest:
        if row["step"] in expected.steps:
            continue
        outside = out_of_place(row, opening, closing)
        if not outside and row["kind"] == "allocation":
            team, outside = allocated(row, team, led)
        if outside in (None, ("applied", "")):
            rows_of(row, name, expected)
        expected.steps[row["step"]] = outside or ("applied", "")
    expected.helps[name] = as_it_ends(opening, closing, team, led)


def out_of_place(row, opening, closing):
    if day(row) < day(opening):
        return ("waiting", "before_opening")
    if row["kind"] == "closure" and row is not closing:
        return ("superseded", "closed_already")
    if closing and day(row) > day(closing):
        return ("waiting", "after_closure")
    return None


def rows_of(row, name, expected):
    if row["kind"] == "visit":
        expected.contacts[row["step"]] = name
    if row["kind"] == "meeting":
        expected.meetings[row["step"]] = (name, row["state"])


def as_it_ends(opening, closing, team, led):
    going = [one for one in led if closing or not one[3]]
    last = going[-1] if going else (team, None, None, None)
    state = "ended" if closing else "active" if last[1] else "accepted"
    since = max(last[2], moment(opening)) if last[1] else None
    if closing:
        return (
            state,
            last[0],
            last[1],
            since,
            max(moment(closing), moment(opening)),
            closing["code"],
        )
    return (state, last[0], last[1], since, None, "")


def allocated(row, team, led):
    named = row.get("team") or team
    if named not in (NORTH, SOUTH):
        return team, ("waiting", "unknown_team")
    worker = row.get("worker", "").split("@")[0]
    lead = worker if WORKS_IN.get(worker) == named else None
    led.append((named, lead, moment(row), row.get("ended_at")))
    return named, ("applied", "unknown_worker" if worker and not lead else "")
