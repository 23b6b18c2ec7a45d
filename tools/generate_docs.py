"""Render docs/generated from code and packs; with --check, fail where a page is out of date.

python -m tools.generate_docs [--check]
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

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


def states() -> str:
    from alongside.areas.front_door.rules import TRANSITIONS

    rows = [
        (t.act, ", ".join(s.value for s in t.before), t.after.value, t.event) for t in TRANSITIONS
    ]
    arrows = [f"    {s.value} --> {t.after.value}: {t.act}" for t in TRANSITIONS for s in t.before]
    diagram = "\n".join(
        ["```mermaid", "stateDiagram-v2", "    [*] --> waiting: send", *arrows, "```", ""]
    )
    return (
        "# States of a request\n\n" + diagram + "\n" + table(("Act", "From", "To", "Event"), rows)
    ) + disputes()


def disputes() -> str:
    """The states of a challenge and of a concern, each from its own table."""
    from alongside.areas.allegations.rules import TRANSITIONS as CONCERN
    from alongside.areas.challenges.rules import TRANSITIONS as CHALLENGE

    drawn = []
    for title, transitions in (("a challenge", CHALLENGE), ("a concern", CONCERN)):
        rows = [
            (t.act, ", ".join(s.value for s in t.before), t.after.value, t.needs, t.event)
            for t in transitions
        ]
        arrows = [
            f"    {before} --> {t.after.value}: {t.act}"
            for t in transitions
            for before in ([s.value for s in t.before] or ["[*]"])
        ]
        diagram = "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```", ""])
        headings = ("Act", "From", "To", "Act of the matrix", "Event")
        drawn.append(f"\n# States of {title}\n\n{diagram}\n{table(headings, rows)}")
    return "".join(drawn)


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
