"""What episodes say of a time in care, as examples: SSDA903 guide, part 2 (episodes, periods of care)."""

from datetime import date

import pytest

from alongside.areas.looked_after.rules.course import Course, course_of
from alongside.areas.looked_after.rules.episodes import Noting
from alongside.areas.looked_after.rules.joining import ChildsRows
from alongside.areas.looked_after.rules.shapes import Episode, Header
from alongside.areas.looked_after.terms import FileKind

TODAY = date(2020, 1, 1)
BORN = date(2010, 5, 4)


def day(text: str) -> date | None:
    """`3/9` is in 2018; `3/9/19` in 2019."""
    if not text:
        return None
    number, month, *year = (int(part) for part in text.split("/"))
    return date(2000 + (year[0] if year else 18), month, number)


def episodes(*told: str) -> list[Episode]:
    """Each as "began RNE LS PLACE ended REC", a dash for what is empty."""
    rows = []
    for line, words in enumerate(told, start=2):
        began, new, status, place, ended, reason = (
            "" if word == "-" else word for word in words.split()
        )
        rows.append(
            Episode(
                line,
                day(began),
                new,
                status,
                "N1",
                place,
                "PR1",
                day(ended),
                reason,
                "",
                "",
                "",
                "",
            )
        )
    return rows


def course(*told: str) -> tuple[Course, list[str]]:
    """The course, and why rows or cells were not taken."""
    rows = ChildsRows("100", Header(2, BORN, "2", "WBRI", "", "", None))
    rows.rows[FileKind.EPISODES] = episodes(*told)
    noting = Noting("100")
    return course_of([(2018, rows)], noting, on=TODAY), [
        f"line {one.line} {one.column}" for one in noting.remarks
    ]


def said(periods) -> list[str]:
    """Periods as "started-ended", a question mark where the start is not told."""
    return [
        f"{'' if one.started_on else '?'}{short(one.known_from)}-{short(one.ended_on)}".strip()
        for one in periods
    ]


def short(one: date | None) -> str:
    return f"{one:%-d/%-m}" if one else ""


PERIODS = {
    "a child who is still looked after has no end": (["1/6 S C2 U6 - -"], ["1/6-"], []),
    "from a start to the episode that ends it": (
        ["1/6 S C2 U6 1/7 X1", "1/7 P C2 U6 9/8 E4A"], ["1/6-9/8"], [],
    ),
    "the next episode may begin the day after": (
        ["1/6 S C2 U6 1/7 X1", "2/7 P C2 U6 - -"], ["1/6-"], [],
    ),
    "a return that begins in the middle does not say when care started": (
        ["1/6 L C2 U6 1/7 E8"], ["?1/6-1/7"], [],
    ),
    "two times in care are two periods": (
        ["1/6 S C2 U6 1/7 E4A", "1/9 S V2 U6 - -"], ["1/6-1/7", "1/9-"], [],
    ),
    "care that ended and started on one day is two periods": (
        ["1/6 S C2 U6 1/7 E4A", "1/7 S V2 U6 - -"], ["1/6-1/7", "1/7-"], [],
    ),
    "rows may be in any order": (
        ["1/7 P C2 U6 9/8 E4A", "1/6 S C2 U6 1/7 X1"], ["1/6-9/8"], [],
    ),
    "a gap after X1 is said, and care goes on": (
        ["1/6 S C2 U6 1/7 X1", "9/7 P C2 U6 - -"], ["1/6-"], ["line 2 REC"],
    ),
    "X1 with nothing after it does not end care": (
        ["1/6 S C2 U6 1/7 X1"], ["1/6-"], ["line 2 REC"],
    ),
    "an end whose next row goes on at once is no end": (
        ["1/6 S C2 U6 1/7 E4A", "1/7 L C1 U6 - -"], ["1/6-"], ["line 2 REC"],
    ),
    "a start on the day that X1 goes on is no start": (
        ["1/6 S C2 U6 1/7 X1", "1/7 S C2 K2 - -"], ["1/6-"], ["line 3 RNE"],
    ),
    "a start long after X1 is a new period, and why the first ended is not known": (
        ["1/6 S C2 U6 1/7 X1", "1/9 S C2 K2 - -"], ["1/6-1/7", "1/9-"], ["line 2 REC"],
    ),
    "care that goes on long after its end began again on a day not told": (
        ["1/6 S C2 U6 1/7 E4A", "1/9 P C2 K2 - -"], ["1/6-1/7", "?1/9-"], ["line 3 RNE"],
    ),
    "a reason without an end ends nothing": (["1/6 S C2 U6 - E4A"], ["1/6-"], ["line 2 REC"]),
    "an end without a reason does not end care": (["1/6 S C2 U6 1/7 -"], ["1/6-"], ["line 2 REC"]),
    "an episode without an end lasts until the next": (
        ["1/6 S C2 U6 - -", "1/7 P C2 K2 - -"], ["1/6-"], ["line 2 DEC"],
    ),
    "an episode that ends before it begins is not taken": (
        ["1/6 S C2 U6 1/5 E4A"], [], ["line 2 DEC"],
    ),
    "of two that overlap, neither is taken": (
        ["1/6 S C2 U6 1/8 X1", "1/7 P C2 K2 - -", "1/10 S V2 U6 - -"],
        ["1/10-"], ["line 2 DECOM", "line 3 DECOM"],
    ),
    "one that lies within a longer one is not taken, nor is the longer": (
        ["1/6 S C2 U6 1/12 X1", "1/7 P C2 K2 1/8 X1", "1/9 P C2 K2 1/10 E8"],
        [], ["line 2 DECOM", "line 3 DECOM", "line 4 DECOM"],
    ),
    "two open ones from one day are not taken": (
        ["1/6 S C2 U6 - -", "1/6 S C2 K2 - -"], [], ["line 2 DECOM", "line 3 DECOM"],
    ),
    "one that lasted a day may be followed on that day": (
        ["1/6 S L1 U6 1/6 X1", "1/6 L V2 U6 - -"], ["1/6-"], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("told", "periods", "wrong"), PERIODS.values(), ids=PERIODS)
def test_periods_of_care(told, periods, wrong):
    found, remarks = course(*told)
    assert said(found.periods) == periods
    assert sorted(remarks) == sorted(wrong)


HAPPENED = {
    "S is a start and no change": (["1/6 S C2 U6 - -"], ["1/6 looked_after_started"]),
    "P and B move a child to another home": (
        ["1/6 S C2 U6 1/7 X1", "1/7 P C2 K2 1/8 X1", "1/8 B C1 U6 - -"],
        [
            "1/6 looked_after_started", "1/7 placement_changed", "1/8 legal_status_changed",
            "1/8 placement_changed",
        ],
    ),
    "T and U leave the child with the same carer": (
        ["1/6 S C2 U6 1/7 X1", "1/7 T C2 U4 1/8 X1", "1/8 U C1 U6 - -"],
        [
            "1/6 looked_after_started", "1/7 placement_continued", "1/8 legal_status_changed",
            "1/8 placement_continued",
        ],
    ),
    "L changes the legal status alone": (
        ["1/6 S C1 U6 1/7 X1", "1/7 L C2 U6 - -"],
        ["1/6 looked_after_started", "1/7 legal_status_changed"],
    ),
    "a status that is the same has not changed": (
        ["1/6 S C2 U6 1/7 X1", "1/7 L C2 U6 - -"], ["1/6 looked_after_started"],
    ),
    "where the return begins in the middle, care is known from then and the change is told": (
        ["1/6 P C2 U6 - -"], ["1/6 looked_after_before", "1/6 placement_changed"],
    ),
    "an end is told on its day": (
        ["1/6 S C2 U6 1/7 E4A"], ["1/6 looked_after_started", "1/7 looked_after_ceased"],
    ),
    "X1 is no end": (["1/6 S C2 U6 1/7 X1"], ["1/6 looked_after_started"]),
}  # fmt: skip


@pytest.mark.parametrize(("told", "happened"), HAPPENED.values(), ids=HAPPENED)
def test_what_happened_and_when(told, happened):
    found, _ = course(*told)
    assert sorted(f"{one.on:%-d/%-m} {one.kind}" for one in found.happenings) == happened


def years(*told: tuple[int, list[str]]) -> Course:
    rows = []
    for year, words in told:
        one = ChildsRows("100", Header(0, BORN, "2", "WBRI", "", "", None))
        one.rows[FileKind.EPISODES] = [row._replace(line=0) for row in episodes(*words)]
        rows.append((year, one))
    return course_of(rows, Noting("100"), on=TODAY)


def test_a_later_year_closes_what_an_earlier_one_left_open():
    found = years((2018, ["1/6 S C2 U6 - -"]), (2019, ["1/6 S C2 U6 9/5/19 E4A"]))
    assert said(found.periods) == ["1/6-9/5"]


def test_what_a_later_year_does_not_tell_again_was_over_before_it():
    found = years(
        (2018, ["1/6 S C2 U6 1/8 X1", "1/8 P C2 K2 - -"]),
        (2019, ["1/8 P C2 K2 1/5/19 X1", "1/5/19 L C1 K2 - -"]),
    )
    assert [row.began_on for row in found.episodes] == [
        date(2018, 6, 1), date(2018, 8, 1), date(2019, 5, 1),
    ]  # fmt: skip
    assert said(found.periods) == ["1/6-"]


def test_an_open_episode_that_a_later_year_corrects_gives_way_to_it():
    found = years((2018, ["1/6 S C2 U6 - -"]), (2019, ["3/6 S C2 U6 - -"]))
    assert said(found.periods) == ["3/6-"]


@pytest.mark.parametrize(
    ("held", "kept"), [("31/5", False), ("1/6", True), ("1/7", True), ("2/7", False)]
)
def test_a_review_is_of_a_time_in_care(held, kept):
    from alongside.areas.looked_after.rules.shapes import Review

    rows = ChildsRows("100", Header(2, BORN, "2", "WBRI", "", "", None))
    rows.rows[FileKind.EPISODES] = episodes("1/6 S C2 U6 1/7 E4A")
    rows.rows[FileKind.REVIEWS] = [Review(9, day(held), "PN1")]
    noting = Noting("100")
    found = course_of([(2018, rows)], noting, on=TODAY)
    assert bool(found.by_file[FileKind.REVIEWS]) is kept
    assert bool(noting.remarks) is not kept
