"""Common Transfer Files as another school's system exports them."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from tests.factories.rolls import upn

ALDER_NUMBER = "999/2001"
HEADER = """<Header>
<DocumentName>Common Transfer File</DocumentName>
<CTFversion>{version}</CTFversion>
<DateTime>2026-09-08T10:12:00</DateTime>
<DocumentQualifier>{qualifier}</DocumentQualifier>
<SupplierID>Example</SupplierID>
<SourceSchool><LEA>999</LEA><Estab>2002</Estab><SchoolName>Birch Primary School</SchoolName></SourceSchool>
<DestSchool><LEA>{lea}</LEA><Estab>{estab}</Estab></DestSchool>
</Header>
"""
ADDRESS = """<Address>
<BS7666Address><SAON>Flat 2</SAON><PAON>12</PAON><Street>Mill Lane</Street><Town>Thornmere</Town></BS7666Address>
<PostCode>ZZ1 1AA</PostCode>
</Address>
"""


def pupil(serial: int = 1, *, address: str = ADDRESS, more: str = "", **told: str) -> str:
    """One pupil; give an element by its name, "" to leave it out."""
    first = {
        "UPN": upn(serial),
        "Surname": "Amin",
        "Forename": f"Pupil {'abcdefghijklmnopqrstuvwxyz'[serial % 26]}",
        "DOB": "2015-03-07",
        "Gender": "F",
    }
    basic = {"FormerUPN": "", "PreferredForename": "", "MiddleNames": "", "NCyearActual": "6"}
    basic |= {name: words for name, words in told.items() if name in basic}
    first |= {name: words for name, words in told.items() if name not in basic}
    return (
        f"<Pupil>\n{_elements(first)}<BasicDetails>\n{_elements(basic)}</BasicDetails>\n"
        f"{address}{more}</Pupil>\n"
    )


def write_transfer_file(
    path: Path,
    pupils: Sequence[str],
    *,
    qualifier: str = "partial",
    version: str = "21.0",
    to: str = ALDER_NUMBER,
) -> Path:
    """A file of these pupils, to the school with this DfE number."""
    lea, _, estab = to.partition("/")
    header = HEADER.format(version=version, qualifier=qualifier, lea=lea, estab=estab)
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<CTfile>\n'
        f"{header}<CTFpupilData>\n{''.join(pupils)}</CTFpupilData>\n</CTfile>\n",
        encoding="utf-8",
    )
    return path


def _elements(told: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(words)}</{name}>\n" for name, words in told.items() if words)
