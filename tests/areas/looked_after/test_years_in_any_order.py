"""Returns of three years, wrong ones among them, in every order: the same children stand at the end."""

from datetime import timedelta
from itertools import permutations
from random import Random

from alongside.access.context import connected_as
from alongside.areas.chronology.queries import told_of
from alongside.areas.looked_after.actions.tables import TABLES
from alongside.areas.looked_after.events import HAPPENED
from alongside.areas.looked_after.models import LookedAfterChild
from alongside.areas.people.models import Identity
from tests.areas.looked_after.conftest import NOW
from tests.factories.returns import BORN, child, episode, of

YEARS = (2017, 2018, 2019)
CHILDREN = 12
# As a council's years come: how each ends, and what the next takes up.
PLACES, STATUSES = ("U6", "K2", "U4"), ("C1", "C2", "V2")


def return_of(year, group, *, seed):
    """One year's return of a group of children: the same for the same seed, whatever the group."""
    rng = Random(f"{year} {seed}")
    numbers = [f"{group}-{n}" for n in range(CHILDREN) if rng.random() < 0.8]
    rows = []
    for number in numbers:
        began = f"{rng.randint(1, 28):02}/{rng.randint(4, 12):02}/{year}"
        ended = f"{rng.randint(1, 28):02}/{rng.randint(1, 3):02}/{year + 1}"
        closed = rng.random() < 0.6
        rows.append(
            episode(
                number, DECOM=began, RNE=rng.choice("SPL"), LS=rng.choice(STATUSES),
                PLACE=rng.choice(PLACES), DEC=ended if closed else "",
                REC=rng.choice(("X1", "E4A")) if closed else "",
            )
        )  # fmt: skip
    reviews = [
        of(n, REVIEW=f"{rng.randint(1, 28):02}/{rng.randint(4, 12):02}/{year}") for n in numbers
    ]
    header = [child(n, **born_as_told(rng)) for n in numbers]
    born = {row["CHILD"]: row["DOB"] for row in header}
    reviews = [{**row, "DOB": born[row["CHILD"]]} for row in reviews]
    return {"header": header, "episodes": rows, "reviews": reviews}


def born_as_told(rng):
    """Birth date and sex as one year has them: years contradict each other, or do not say."""
    return {"DOB": rng.choice((BORN, "05/05/2010", "")), "SEX": rng.choice("12 ").strip()}


def stands(group, authority_id):
    """Everything that stands of a group, without ids and loads, by the child's place in it."""
    numbered = {
        row.child_id: row.number.partition("-")[2]
        for row in LookedAfterChild.objects.filter(number__startswith=f"{group}-")
    }
    rows = {
        table.model.__name__: sorted(
            (numbered[child_id], *map(str, columns))
            for child_id, *columns in table.model.objects.filter(child_id__in=numbered).values_list(
                "child_id", *(name for name in table.columns if name != "number")
            )
        )
        for table in TABLES
    }
    entries = told_of(list(numbered), list(HAPPENED), authority_id=authority_id)
    people = Identity.objects.filter(child_id__in=numbered)
    identity = people.values_list("child_id", "date_of_birth", "sex")
    rows["Identity"] = sorted((numbered[c], str(born), sex) for c, born, sex in identity)
    return rows | {"entries": sorted((numbered[c], kind, at) for _, c, kind, _, at, _ in entries)}


def test_years_in_any_order_and_corrections_before_them_leave_the_same(sender):
    at = NOW
    for group, order in enumerate(permutations(YEARS)):
        for year in order:
            # All but the first group are told something wrong before they are told what is right.
            for seed in ([f"wrong {group}"] if group else []) + ["right"]:
                at += timedelta(minutes=1)
                sender.sends(at=at, year=year, complete=False, **wrong_first(year, group, seed))
    with connected_as("loader"):
        expected = stands(0, sender.council.authority.id)
        assert len(expected["CareEpisode"]) > CHILDREN
        assert all(stands(group, sender.council.authority.id) == expected for group in range(1, 6))


def wrong_first(year, group, seed):
    """What is wrong is wrong about the same children: one who is left out later is in the return still."""
    right = return_of(year, group, seed="right")
    if seed == "right":
        return right
    wrong = return_of(year, group, seed=seed)
    in_both = {row["CHILD"] for row in right["header"]}
    return {
        name: [row for row in rows if row["CHILD"] in in_both] for name, rows in wrong.items()
    } | {"header": right["header"], "reviews": right["reviews"]}
