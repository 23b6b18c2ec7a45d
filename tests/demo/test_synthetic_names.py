import re
from random import Random

import pytest

from alongside.demo.families import SyntheticChild, SyntheticFamily
from alongside.demo.names import STYLES, communities, fathers_name, new_lineage, well_known
from alongside.demo.usernames import plain_letters
from alongside.demo.words import lines

# Written down apart from the list in the code, so that losing an entry there is noticed.
KNOWN_TO_EVERYONE = (
    "Harry Styles", "Emma Watson", "Harry Kane", "Jude Bellingham", "Zayn Malik", "Imran Khan",
    "Muhammad Ali", "Tyson Fury", "Conor McGregor", "Naomi Campbell", "Cillian Murphy",
    "Oscar Wilde", "Dylan Thomas", "Wayne Rooney", "Lewis Hamilton", "Michael Jackson",
    "Tina Turner", "David Beckham", "Jack White", "Alice Walker", "Ian Wright", "Kofi Annan",
    "Stephen King", "Gordon Brown", "N'Golo Kanté", "Adam Smith", "Kelly Holmes", "Lisa Simpson",
)  # fmt: skip


def all_names(family: SyntheticFamily) -> list[str]:
    adults = [adult.name for adult in family.household.adults]
    pupils = [f"{child.legal_forename} {child.legal_surname}" for child in family.children]
    called = [f"{child.called} {child.legal_surname}" for child in family.children]
    return [*adults, *pupils, *called]


def test_nobody_bears_the_name_of_a_well_known_person(every_family: list[SyntheticFamily]) -> None:
    avoided = {*lines("well_known"), *KNOWN_TO_EVERYONE}

    borne = {name for family in every_family for name in all_names(family)}

    assert not borne & avoided


def test_a_well_known_name_that_could_be_put_together_is_on_the_list() -> None:
    forenames = {name for one in communities() for name in (*one.girls, *one.boys, *one.men)}
    surnames = {name for one in communities() for pair in one.surnames for name in pair}
    possible = {
        known
        for known in KNOWN_TO_EVERYONE
        if known.split(" ")[0] in forenames and known.split(" ")[-1] in surnames
    }

    assert len(possible) > 10
    assert possible <= {f"{forename} {surname}" for forename, surname in well_known()}


@pytest.mark.parametrize(
    ("trait", "pattern"),
    [
        ("an accent in the forename", r"^[^|]*[éáíóúêôâüöçşğłńęąãñčšžřðþțșűọ][^|]*\|"),
        ("an apostrophe in the surname", r"\|[A-Z]'[A-Z]"),
        ("an apostrophe in the forename", r"^[A-Z][a-z]?'[A-Z].*\|"),
        ("a hyphen in the forename", r"^[^|]+-[^|]+\|"),
        ("a hyphen in the surname", r"\|[^|]+-[^|]+$"),
        ("a particle before the surname", r"\|(van|van der|de|da|dos|von|ten|op den) "),
        ("two surnames", r"\|(García|Rodríguez|Fernández|López) \S+"),
        ("a patronymic of a daughter", r"dóttir$"),
        ("a patronymic of a son", r"\|\S+sson$"),
        ("a surname that changes with the sex", r"\|\S+ska$"),
        ("one name only", r"^\|\S+$"),
        ("a surname of two letters", r"\|\w\w$"),
        ("a very long surname", r"\|.{14,}"),
        ("a space in the forename", r"^\S+ \S+.*\|"),
        ("Kaur", r"\|Kaur$"),
        ("Singh", r"\|Singh$"),
        ("Arabic article", r"\|(Al-|El-|Al |El )"),
        ("Irish prefix", r"\|(Ó|Ní|Mac an|Nic|Mc)"),
        ("Vietnamese marks", r"\|(Nguyễn|Trần|Phạm)$"),
    ],
)
def test_names_of_every_kind_are_met(
    trait: str, pattern: str, every_child: list[SyntheticChild]
) -> None:
    names = (f"{child.legal_forename}|{child.legal_surname}" for child in every_child)

    assert any(re.search(pattern, name) for name in names), trait


def test_no_name_carries_a_title_or_stray_spaces(every_family: list[SyntheticFamily]) -> None:
    title = re.compile(r"^(Mr|Mrs|Ms|Miss|Dr|Sir|Lady)\b")

    for family in every_family:
        for name in all_names(family):
            assert not title.match(name)
            assert "  " not in name
            assert name.strip()


def test_three_part_names_carry_the_fathers_own_name(every_family: list[SyntheticFamily]) -> None:
    checked = 0
    for family in every_family:
        fathers = [adult for adult in family.household.adults if adult.relation == "father"]
        for child in family.children:
            if fathers and child.legal_surname == "Warsame":
                assert fathers[0].name == f"{child.middle_names} Warsame"
                checked += 1

    assert checked


def test_every_community_has_a_style_that_is_known() -> None:
    assert {one.style for one in communities()} <= set(STYLES)


def test_a_father_is_never_a_well_known_person() -> None:
    rng = Random(5)

    fathers = {fathers_name(new_lineage(rng)) for _ in range(20_000)}

    assert not fathers & set(lines("well_known"))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("O'Neill", "oneill"),
        ("Łucja", "lucja"),
        ("Þórsson", "thorsson"),
        ("Y\N{LATIN SMALL LETTER DOTLESS I}lmaz", "yilmaz"),
        ("Weiß", "weiss"),
        ("Nguyễn", "nguyen"),
        ("van 't Hof", "vanthof"),
        ("Ștefania", "stefania"),
    ],
)
def test_a_username_is_written_in_plain_letters(name: str, letters: str) -> None:
    assert plain_letters(name) == letters
