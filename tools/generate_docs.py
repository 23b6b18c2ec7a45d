"""Render docs/generated from code and packs; with --check, fail where a page is out of date.

python -m tools.generate_docs [--check]
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDER = REPOSITORY / "docs" / "generated"
PACK = "thornmere"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join(str(cell).replace("|", "/") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def access() -> str:
    from alongside.packs import load_pack

    rows = [
        (", ".join(g.roles), g.relationship, ", ".join(g.parts), ", ".join(g.acts),
         "own request only" if g.own_subject_only else "", g.purpose, g.source)
        for g in load_pack(PACK).grants
    ]  # fmt: skip
    headings = ("Roles", "Relationship", "Parts", "Acts", "Narrowed", "Purpose", "Source")
    return "# Who may see what\n\nWhat is not here is refused.\n\n" + table(headings, rows)


def clocks() -> str:
    from alongside.packs import load_pack

    rows = [
        (
            t.label,
            t.limit,
            ", ".join(t.starts_on),
            ", ".join(t.stops_on),
            ", ".join(t.reopens_on),
            t.source,
        )
        for t in load_pack(PACK).timescales.values()
    ]
    headings = ("Clock", "Limit", "Starts on", "Stops on", "Reopens on", "Source")
    return "# Clocks\n\n" + table(headings, rows)


def events() -> str:
    from alongside.areas.chronology.events import catalogue

    rows = [
        (k.name, k.version, k.label, k.part, ", ".join(f"{n}: {t}" for n, t in k.payload.items()))
        for k in catalogue().values()
    ]
    return "# Events\n\n" + table(("Event", "Version", "In words", "Part", "Payload"), rows)


# What has states: its title, where its table of moves stands, how it begins, and its part of the record.
MACHINES = (
    ("request", "front_door.rules", "TRANSITIONS", "waiting: send", "request"),
    (
        "transfer to another authority",
        "front_door.rules",
        "TRANSFERS",
        "offered: decide",
        "request",
    ),
    ("question", "front_door.rules", "ENQUIRY_TRANSITIONS", "asked: ask", "enquiry"),
    ("period of help", "plans.rules", "TRANSITIONS", "offered: decide or hand on", "plan"),
    ("challenge", "challenges.rules", "TRANSITIONS", "", "challenge"),
    ("concern", "allegations.rules", "TRANSITIONS", "", "allegation"),
)


def states() -> str:
    """A diagram and a table of each; what has no table of moves yet is not drawn."""
    from importlib import import_module
    from importlib.util import find_spec

    drawn = []
    for title, rules, name, begins, part in MACHINES:
        module = f"alongside.areas.{rules}"
        moves = getattr(import_module(module), name, None) if find_spec(module) else None
        if moves:
            drawn.append(_machine(title, moves, begins, part))
    return "# States, and who may move them\n\n" + "\n".join(drawn)


def _machine(title: str, moves: Iterable[Any], begins: str, part: str) -> str:
    """`begins` is how it comes to be, where its own table does not say: there, from nothing."""
    arrows = [f"    [*] --> {begins}"] if begins else []
    arrows += [f"    {b} --> {t.after}: {t.act}" for t in moves for b in _before(t) or ("[*]",)]
    diagram = ["```mermaid", "stateDiagram-v2", *arrows, "```", ""]
    rows = [
        (t.act, ", ".join(_before(t)), t.after, _ends_in(t), _who_may(t.needs, part)) for t in moves
    ]
    headings = ("Act", "From", "To", "Event", "Who may")
    return f"## States of a {title}\n\n" + "\n".join(diagram) + "\n" + table(headings, rows)


def _before(move: Any) -> list[str]:
    return [str(move.before)] if isinstance(move.before, str) else [str(s) for s in move.before]


def _ends_in(move: Any) -> str:
    """The event, or the events where it depends on who was asked."""
    if event := getattr(move, "event", ""):
        return str(event)
    return ", ".join(
        dict.fromkeys((move.event_of_referrer, move.event_of_part, move.event_of_consulted))
    )


def _who_may(act: str, part: str) -> str:
    """The roles that the pack lets do an act: an act that is nobody's is the software's own."""
    from alongside.packs import load_pack

    pack = load_pack(PACK)
    roles = {r.role for r in pack.grant_rows() if (r.act, r.part) == (act, part)}
    return ", ".join(sorted(pack.roles[role].label for role in roles)) or "Alongside itself"


PAGES: dict[str, Callable[[], str]] = {
    "access.md": access,
    "clocks.md": clocks,
    "events.md": events,
    "states.md": states,
}


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or name those that are out of date; the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    os.environ.setdefault("ALONGSIDE_SECRET_KEY", "for rendering documents only")
    import django

    django.setup()
    rendered = {FOLDER / name: render() for name, render in PAGES.items()}
    if "--check" not in arguments:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path, words in rendered.items():
            path.write_text(words, encoding="utf-8")
        return 0
    stale = [
        p.name for p, words in rendered.items() if not p.exists() or p.read_text("utf-8") != words
    ]
    if stale:
        print(f"Out of date: {', '.join(stale)}. Run python -m tools.generate_docs")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
