"""What a Common Transfer File becomes: rows of a roll, or a reason in words. No database."""

from datetime import date

import pytest

from alongside.areas.loads.reading.refusals import NoRows, TableRefused, WrongRoot
from alongside.areas.schools.roll import read_roll_file
from alongside.areas.schools.transfer_file import (
    Addressee,
    HeaderMissing,
    NotForThisSchool,
    NotTheWholeRoll,
    VersionNotKnown,
    read_pupils_file,
)
from tests.factories.rolls import row, upn, write_rows
from tests.factories.transfer_files import ALDER_NUMBER, pupil, write_transfer_file

TODAY = date(2026, 11, 24)
ALDER = Addressee(name="Alder Primary School", urn="900101", dfe_number=ALDER_NUMBER)

TWO_LINES = "<AddressLine1>3 High St</AddressLine1><AddressLine3>Ayton</AddressLine3>"
NAMED_HOUSE = "<PAON>The Mill</PAON><Street>Low Rd</Street><PostTown>Ayton</PostTown>"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "9992002_CTF_9992001_001.xml"


def read(path, *, of=ALDER, complete=False):
    return read_pupils_file(path, of=of, complete=complete, on=TODAY, read=lambda _: None)


def only(path):
    found = read(path)
    assert not found.rejected
    [one] = found.taken
    return one


def test_a_pupil_is_told_of_as_in_a_roll(file, tmp_path):
    told = pupil(1, MiddleNames="Rose", PreferredForename="Zed")
    one = only(write_transfer_file(file, [told]))
    cells = {"Middle Names": "Rose", "Preferred Forename": "Zed", "Date of Admission": ""}
    cells |= {"Address": "Flat 2, 12 Mill Lane, Thornmere"}
    headings = (*row(1), "Middle Names")
    listed = write_rows(tmp_path / "roll.csv", [row(1) | cells], headings=headings)
    [same] = read_roll_file(listed, on=TODAY, read=lambda _: None).taken
    as_row = {name: getattr(one, name) for name in one.__slots__ if name != "line"}
    assert as_row == {name: getattr(same, name) for name in same.__slots__ if name != "line"}
    assert one.line == 13


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"<Address><AddressLines>{TWO_LINES}</AddressLines></Address>", "3 High St, Ayton"),
        ("<Address><AddressLine1>3 High St</AddressLine1></Address>", "3 High St"),
        (f"<Address><BS7666Address>{NAMED_HOUSE}</BS7666Address></Address>", "The Mill, Low Rd, Ayton"),
        ("", ""),
    ],
)  # fmt: skip
def test_an_address_of_either_kind_is_put_on_one_line(file, address, words):
    assert only(write_transfer_file(file, [pupil(1, address=address)])).address == words


def test_newer_files_say_sex_for_gender(file):
    assert only(write_transfer_file(file, [pupil(1, Gender="", Sex="M")])).gender == "male"


def test_what_no_pupil_has_is_not_spoken_of(file):
    assert "Middle Names" not in read(write_transfer_file(file, [pupil(1)])).columns
    found = read(write_transfer_file(file, [pupil(1), pupil(2, MiddleNames="Rose")]))
    assert "Middle Names" in found.columns
    assert "Date of Leaving" not in found.columns


def school(estab: str, **days: str) -> str:
    told = "".join(f"<{name}>{day}</{name}>" for name, day in days.items())
    return f"<School><LEA>999</LEA><Estab>{estab}</Estab>{told}</School>"


@pytest.mark.parametrize(
    ("schools", "admitted"),
    [
        ("", None),
        (school("2002", EntryDate="2020-09-01", LeavingDate="2026-07-22"), None),
        (school("2002", EntryDate="2020-09-01", LeavingDate="2026-12-18"), date(2026, 12, 19)),
        (school("2001", EntryDate="2026-09-02"), date(2026, 9, 2)),
        (school("2001", EntryDate="2020-09-02", LeavingDate="2021-07-22"), None),
    ],
)
def test_the_day_of_admission_is_told_only_where_the_file_knows_it(file, schools, admitted):
    more = f"<SchoolHistory>{schools}</SchoolHistory>"
    assert only(write_transfer_file(file, [pupil(1, more=more)])).admitted_on == admitted


@pytest.mark.parametrize(
    ("options", "refused", "words"),
    [
        ({"to": "999/2002"}, NotForThisSchool, "for the school 999/2002, and Alder"),
        ({"to": "998/2001"}, NotForThisSchool, "for the school 998/2001"),
        ({"to": "XXX/XXXX"}, NotForThisSchool, "for the school XXX/XXXX"),
        ({"version": "12.0"}, VersionNotKnown, "of version '12.0'"),
        ({"version": ""}, VersionNotKnown, "of version 'not said'"),
        ({"version": "2100"}, VersionNotKnown, "of version '2100'"),
        ({"version": "²1"}, VersionNotKnown, "of version"),
    ],
)
def test_a_file_that_is_not_this_school_s_is_refused(file, options, refused, words):
    with pytest.raises(refused, match=words):
        read(write_transfer_file(file, [pupil(1)], **options))


def test_a_school_without_a_number_is_known_by_its_urn_alone(file):
    write_transfer_file(file, [pupil(1)])
    nameless = Addressee(name="Alder", urn="900101", dfe_number="")
    with pytest.raises(NotForThisSchool, match="no DfE number for Alder"):
        read(file, of=nameless)
    file.write_text(file.read_text().replace("<DestSchool>", "<DestSchool><URN>900101</URN>"))
    assert len(read(file, of=nameless).taken) == 1


def test_only_a_full_file_can_be_the_whole_roll(file):
    with pytest.raises(NotTheWholeRoll, match="says that it is 'partial'"):
        read(write_transfer_file(file, [pupil(1)]), complete=True)
    assert (
        len(read(write_transfer_file(file, [pupil(1)], qualifier="full"), complete=True).taken) == 1
    )


def test_pupils_without_a_header_or_a_header_without_pupils_are_refused(file):
    with pytest.raises(NoRows):
        read(write_transfer_file(file, []))
    text = write_transfer_file(file, [pupil(1)]).read_text()
    start, end = text.index("<Header>"), text.index("</Header>") + 9
    file.write_text(text[:start] + text[end:])
    with pytest.raises(HeaderMissing):
        read(file)
    file.write_text(text.replace("CTfile", "ATfile"))
    with pytest.raises(WrongRoot, match="'ATfile'"):
        read(file)


def test_wherever_it_is_cut_it_is_refused(file):
    whole = write_transfer_file(file, [pupil(1), pupil(2)]).read_text().rstrip()
    for length in range(0, len(whole), 7):
        file.write_text(whole[:length])
        with pytest.raises(TableRefused):
            read(file)


def test_a_pupil_that_cannot_be_taken_goes_back_as_a_row_that_can_be_corrected(file, tmp_path):
    bad = pupil(2, DOB="2015-02-31", MiddleNames="Rose")
    [(refused, back)] = read(write_transfer_file(file, [pupil(1), bad])).rejected
    assert refused.column == "Date of Birth"
    assert file.read_text().splitlines()[refused.line - 1] == "<Pupil>"
    corrected = dict(zip(back.headings, back.written, strict=True)) | {
        "Date of Birth": "28/02/2015"
    }
    path = write_rows(tmp_path / "back.csv", [corrected], headings=back.headings)
    [one] = read(path).taken
    assert (one.upn, one.middle_names, one.postcode) == (upn(2), "Rose", "ZZ1 1AA")


@pytest.mark.parametrize("element", ["UPN", "Surname", "DOB", "BasicDetails", "Address"])
def test_what_is_told_twice_of_one_pupil_is_not_guessed_at(file, element):
    twice = pupil(1).replace("</Pupil>", f"<{element}>x</{element}></Pupil>")
    [(refused, _)] = read(write_transfer_file(file, [twice])).rejected
    assert refused.reason.startswith(f"This pupil has {element} twice")


def test_where_all_pupils_stand_on_one_line_each_is_still_told_apart(file):
    write_transfer_file(file, [pupil(1), pupil(2), pupil(2)])
    file.write_text(file.read_text().replace("\n", ""))
    found = read(file)
    assert [one.line for one in found.taken] == [1]
    assert [refused.line for refused, _ in found.rejected] == [2, 3]
    assert "The same UPN is on line 3" in found.rejected[0][0].reason


def test_two_pupils_with_one_number_between_them_go_back_even_where_one_had_it_before(file):
    found = read(write_transfer_file(file, [pupil(1), pupil(2, FormerUPN=upn(1))]))
    assert not found.taken
    assert len(found.rejected) == 2
