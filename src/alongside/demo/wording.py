"""Sentences about one child, filled in from the word lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from alongside.demo.families import SyntheticChild

PRONOUNS = {
    "F": {"they": "she", "them": "her", "their": "her", "themself": "herself"},
    "M": {"they": "he", "them": "him", "their": "his", "themself": "himself"},
}
KNOWN_AS = {"mother": "Mum", "father": "Dad"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Fills in sentences about this child; each `{day}` is a weekday other than the present one."""

    words: Mapping[str, str]
    days: Sequence[str]

    def some(self, rng: Random, sentences: Sequence[str], *, most: int = 1) -> str:
        """One of the sentences, or up to so many, in the order in which they are listed."""
        how_many = min(len(sentences), 1 + int(rng.random() * most))
        chosen = sorted(rng.sample(range(len(sentences)), how_many))
        return " ".join(self.filled(rng, sentences[place]) for place in chosen)

    def filled(self, rng: Random, sentence: str) -> str:
        """The sentence with its braces filled."""
        return sentence.format_map({**self.words, "day": rng.choice(self.days)})


def wording_for(child: SyntheticChild, *, weekday: int, **more: str) -> Wording:
    """Wording about the child for a text written on this day of the week, Monday being 0."""
    pronouns = PRONOUNS[child.sex]
    first_adult = child.adults[0]
    return Wording(
        words={
            **pronouns,
            "They": pronouns["they"].capitalize(),
            "Their": pronouns["their"].capitalize(),
            "name": child.called,
            "carer": KNOWN_AS.get(first_adult.relation, first_adult.name),
            **more,
        },
        days=[day for place, day in enumerate(WEEKDAYS) if place != weekday],
    )


def in_one_list(entries: Sequence[str]) -> str:
    """Names in a sentence: `Ann`, `Ann and Bo`, `Ann, Bo and Cy`."""
    *most, last = entries
    return f"{', '.join(most)} and {last}" if most else last
