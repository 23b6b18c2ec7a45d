"""What happens to a disagreement, in the past tense. Its subject is the request it is about."""

from alongside.areas.chronology.events import EventKind, register_events


def _challenge(name: str, label: str, *, operational: bool = False, **payload: str) -> EventKind:
    return EventKind(
        name=name, label=label, part="challenge", operational=operational, payload=payload
    )


register_events(
    *(
        _challenge(
            f"challenge_stage_{number}_begun", f"Disagreement with a decision, stage {number}",
            challenge="uuid",
        )
        for number in (1, 2, 3, 4)
    ),
    _challenge("challenge_answered", "Disagreement answered", challenge="uuid", result="code"),
    _challenge("challenge_accepted", "School accepts the answer to its disagreement", challenge="uuid"),
    _challenge("challenge_withdrawn", "Disagreement withdrawn", challenge="uuid"),
    _challenge(
        "challenge_clock_overdue", "An answer to a disagreement is late", operational=True,
        timescale="code", due_at="moment",
    ),
)  # fmt: skip
