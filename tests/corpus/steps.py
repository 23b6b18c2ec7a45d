"""The steps of a case system, broken: as CSV and as JSON."""

import csv
import io
import json
from dataclasses import replace

from tests.corpus.broken import ALL_ROWS_GO_BACK, Broken, Loader, cut_in_cells, write
from tests.factories.steps import KEYS, step, upn

ROWS = [step(str(n), "visit", words="Zoë was in.", withdrawn="no") for n in range(6)]


def table(rows: list[dict[str, str]]) -> str:
    made = io.StringIO()
    writer = csv.DictWriter(made, KEYS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def listed(rows: object) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1)


CELLS = {
    "no key": ({"step": ""}, "This is empty"),
    "a key of 61 letters": ({"step": "x" * 61}, "at most 60"),
    "a kind of its own": ({"kind": "teleport"}, "This is not one of"),
    "no moment": ({"happened_at": ""}, "This is empty"),
    "a day that is none": ({"happened_at": "2026-02-30"}, "not a day or moment"),
    "an hour that is none": ({"happened_at": "2026-10-05T25:00"}, "no such time"),
    "the year 1": ({"happened_at": "0001-01-01"}, "year is not between"),
    "a visit to come": ({"happened_at": "2051-11-21"}, "in the future"),
    "changed in the future": ({"changed_at": "2051-12-01"}, "in the future"),
    "ended before it began": (
        {"kind": "allocation", "ended_at": "2026-10-01"},
        "before happened_at",
    ),
    "before the child was born": ({"happened_at": "2001-05-03"}, "before the child|year is not"),
    "a child nobody knows": ({"upn": upn(77)}, "No child is known here"),
    "a wrong check letter": ({"upn": "Y330200012009"}, "UPN|check"),
    "a formula": ({"worker": "=1+1"}, "as a formula does"),
    "a bell": ({"case": "a\x07b"}, "hidden character"),
    "withdrawn perhaps": ({"withdrawn": "perhaps"}, "yes or no"),
}


def wrong_cells(written: bool) -> tuple[Broken, ...]:
    """The same wrong cells, as CSV or as JSON."""
    shape = table if written else listed
    return tuple(
        Broken(name, write(shape([{**row, **cells} for row in ROWS[:2]])), words, ALL_ROWS_GO_BACK)
        for name, (cells, words) in CELLS.items()
    )


CSV = Loader(
    name="steps",
    command=("load", "steps"),
    file_name="steps.csv",
    good=table(ROWS).encode(),
    cuts=cut_in_cells,
    broken=(
        *wrong_cells(True),
        *(
            Broken(
                f"without {key}", write(table(ROWS).replace(key, f"other_{key}", 1)), "is missing"
            )
            for key in ("case", "kind", "happened_at", "changed_at")
        ),
        Broken("one heading twice", write(table(ROWS).replace("nhs_number", "upn", 1)), "twice"),
    ),
)
GOOD = listed(ROWS)
JSON = replace(
    CSV,
    name="steps in JSON",
    file_name="steps.json",
    good=GOOD.encode(),
    cuts=None,
    broken=(
        *wrong_cells(False),
        Broken("an object", write('{"step": "1"}'), "not a list"),
        Broken("words", write('"steps"'), "not a list"),
        Broken("an empty list", write("[]"), "list is empty"),
        Broken("lists within lists", write("[" * 100_000), "without end|cut short"),
        Broken("no number", write('[{"step": NaN}]'), "NaN is not JSON"),
        Broken("single quotes", write("[{'step': 1}]"), "not JSON"),
        Broken("a comma at the end", write(GOOD.rstrip()[:-1] + ",]"), "not JSON"),
        Broken("no commas", write(GOOD.replace("},", "}")), "not JSON"),
        Broken("a comment", write("// steps\n" + GOOD), "not JSON|not a list"),
        Broken("two lists", write(GOOD + GOOD), "not JSON"),
        Broken("words after the end", write(GOOD + "and more"), "not JSON"),
        Broken("lines of JSON", write("\n".join(map(json.dumps, ROWS))), "not JSON|not a list"),
        Broken("numbers", write("[1, 2, null, true]"), "not an object", ALL_ROWS_GO_BACK),
        Broken("a key twice", write('[{"step": "1", "step": "2"}]'), "twice", ALL_ROWS_GO_BACK),
        Broken("a list in a value", write('[{"step": ["1"]}]'), "a list or", ALL_ROWS_GO_BACK),
        Broken("half a character", write('[{"step": "\\ud800"}]'), "half a", ALL_ROWS_GO_BACK),
    ),
)
