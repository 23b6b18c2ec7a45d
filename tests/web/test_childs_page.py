"""What each relationship shows of a child, against a table written by hand from the access rules."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.access.models import MatrixRow
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.chronology.events import catalogue
from alongside.foundation.ids import new_id
from alongside.register.models import Conflict
from alongside.web.child.kinds import KINDS, kind_of_event
from tests.factories.around import make_around
from tests.factories.council import make_child, make_council
from tests.web.signing_in import signed_in

ROLL, ASKED, CONSULTED = (
    "Joined the school's roll",
    "Help or protection asked for",
    "The team asked what is known",
)
LEAD, MEETING = "Lead practitioner named", "Meeting planned"
CONTACT, TOLD = "Contact with the family", "School told who the lead practitioner is"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sees:
    """By hand: the chronology's lines, and which sections there are."""

    lines: set[str]
    help: bool = False
    meeting: bool = False
    meeting_told: bool = False
    family: tuple[str, ...] = ()
    charity: bool = False  # help that the family has not agreed to be told of
    holds: bool = False  # that the hub holds a request
    prints: bool = False


MUM, GRAN = "Mum Oneill", "Gran Oneill"
ORACLE = {
    "safeguarding lead, on roll": Sees(
        lines={ROLL, ASKED, TOLD}, meeting_told=True, family=(MUM,), holds=True, prints=True
    ),
    "head, on roll": Sees(
        lines={ROLL, ASKED, TOLD}, meeting_told=True, family=(MUM,), holds=True, prints=True
    ),
    "pastoral, assigned": Sees(lines={ROLL, ASKED, TOLD}, meeting_told=True, holds=True),
    "hub, received": Sees(
        lines={ROLL, ASKED, CONSULTED, TOLD}, help=True, family=(MUM, GRAN), holds=True, prints=True
    ),
    "hub partner, received": Sees(
        lines={ROLL, ASKED, CONSULTED, TOLD}, help=True, family=(MUM, GRAN), holds=True, prints=True
    ),
    "lead practitioner, allocated": Sees(
        lines={ROLL, ASKED, LEAD, MEETING, CONTACT, TOLD},
        help=True, meeting=True, family=(MUM, GRAN), charity=True, holds=True, prints=True,
    ),
    "charity, allocated": Sees(lines={ROLL}, help=True, family=(MUM, GRAN), charity=True, prints=True),
    "police, plan member": Sees(lines={ROLL, LEAD, MEETING}, help=True, meeting=True, prints=True),
    "virtual school, consulted": Sees(lines={ROLL, CONSULTED}),
    "nurse, health episode": Sees(lines={ROLL}),
}  # fmt: skip


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    return make_council()


@pytest.fixture
def around(council):
    with connected_as("loader"):
        sibling = make_child(council.authority, council.other_school, "Sib", "Oneill")
    return make_around(council, sibling)


def shown_to(posting, council, more: str = "") -> str:
    answer = signed_in(posting).get(f"/children/{council.child.id}/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def lines(page: str) -> list[str]:
    return [
        title.replace("&#39;", "'") for title in re.findall(r'moj-timeline__title">([^<]+)<', page)
    ]


@pytest.mark.parametrize("who", ORACLE)
def test_each_relationship_shows_the_sections_that_are_its_own(council, around, who):
    page, sees = shown_to(around.postings[who], council), ORACLE[who]
    assert "Zoë O’Neill" in page
    assert set(lines(page)) == sees.lines
    assert {
        "help": ">Help</h2>" in page,
        "meeting": "Room 3" in page,
        "meeting_told": "Meeting with Family Help North" in page,
        "family": tuple(name for name in (MUM, GRAN) if name in page),
        "charity": "Young Carers</strong>" in page,
        "holds": "Holds a request for help" in page,
        "prints": "Print this page" in page,
    } == {
        name: getattr(sees, name)
        for name in ("help", "meeting", "meeting_told", "family", "charity", "holds", "prints")
    }


@pytest.mark.parametrize("who", ORACLE)
def test_everybody_sees_who_is_involved_and_whom_to_ring(council, around, who):
    page = shown_to(around.postings[who], council)
    assert re.search(r"<strong>Lou Lead</strong><br>\s+Lead practitioner, Family Help North", page)
    assert (
        page.count("Helping, or asked to help") == ORACLE[who].charity
    )  # the lead's team is not named twice
    words = r"" if ORACLE[who].help or who.startswith("nurse") else r" is involved"
    assert re.search(
        rf"Health</h3>.*?<strong>School Nursing North</strong>{words}<br>", page, re.DOTALL
    )
    assert 'href="tel:01632960301"' in page


@pytest.mark.parametrize("who", ORACLE)
def test_what_is_printed_is_what_is_shown_and_says_who_printed_it(council, around, who):
    posting, sees = around.postings[who], ORACLE[who]
    answer = signed_in(posting).get(f"/children/{council.child.id}/print/")
    assert answer.status_code == (200 if sees.prints else answer.status_code)
    if not sees.prints:
        assert answer.status_code in (403, 404)
        return
    page = answer.content.decode()
    assert f"Printed by {posting.user.full_name}" in page
    assert f"All {len(sees.lines)} entries" in page or f"All {len(sees.lines)} entry" in page
    assert {line for line in (ROLL, ASKED, CONSULTED, LEAD, MEETING, CONTACT, TOLD)
            if line.replace("'", "&#39;") in page} == sees.lines  # fmt: skip
    assert "<nav" not in page
    assert "<form" not in page


def test_printing_is_audited_as_an_act_of_its_own(council, around):
    shown_to(council.lead, council, "print/")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT outcome, act, cardinality(child_ids) FROM audit_entry")
        assert cursor.fetchall() == [("shown", "print", 1)]


@pytest.mark.parametrize("more", ["", "print/", "?kind=help"])
def test_without_a_relationship_the_child_is_as_absent_as_any_other(council, around, more):
    client = signed_in(council.other_lead)
    forbidden = client.get(f"/children/{council.child.id}/{more}")
    absent = client.get(f"/children/{new_id()}/{more}")
    assert forbidden.status_code == absent.status_code == 404
    assert forbidden.content == absent.content


def test_whoever_has_a_conflict_finds_nothing_whatever_their_tie(council, around):
    with connected_as("loader"):
        Conflict.objects.create(
            child=council.child, user=council.lead.user, reason="relative",
            starts_at=timezone.now() - timedelta(days=1),
        )  # fmt: skip
    assert signed_in(council.lead).get(f"/children/{council.child.id}/").status_code == 404


def test_whoever_may_have_the_pointer_alone_gets_the_pointers_alone(council, around):
    with connected_as("loader"):
        rows = MatrixRow.objects.filter(role="school_nurse", relationship="health_episode")
        rows.exclude(part="pointer").delete()
    page = shown_to(around.postings["nurse, health episode"], council)
    assert "Lou Lead" in page
    assert "not who the child is" in page
    assert "Zoë" not in page
    assert lines(page) == []


def test_a_sibling_is_a_link_only_to_those_who_may_see_that_child(council, around):
    page = shown_to(council.lead, council)
    assert "A brother or sister" in page
    assert str(around.sibling.id) not in page
    with connected_as("loader"):
        from tests.factories.council import tie

        tie(around.sibling, council.school, "on_roll")
    page = shown_to(council.lead, council)
    assert f'href="/children/{around.sibling.id}/">Sib Oneill</a>' in page


CHOSEN = {
    "kind=requests": {ASKED},
    "kind=help": {LEAD},
    "kind=meetings": {MEETING},
    "kind=contacts": {CONTACT},
    "kind=told": {TOLD},
    "kind=roll": {ROLL},
    "kind=help&kind=meetings": {LEAD, MEETING},
    "kind=nonsense": {ROLL, ASKED, LEAD, MEETING, CONTACT, TOLD},
    "from=4/9/2026&to=4/9/2026": {ROLL, ASKED, LEAD, MEETING, CONTACT, TOLD},
    "from=5/9/2026": set(),
    "to=2026-09-03": set(),
    "organisation={school}": {ROLL, ASKED},
    "organisation={school}&kind=roll": {ROLL},
    "organisation=not-an-id": {ROLL, ASKED, LEAD, MEETING, CONTACT, TOLD},
}


@pytest.mark.parametrize("query", CHOSEN)
def test_the_chronology_shows_what_is_chosen(council, around, query):
    asked = "?" + query.format(school=council.school.organisation_id)
    page = shown_to(around.postings["lead practitioner, allocated"], council, asked)
    assert set(lines(page)) == CHOSEN[query]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=yesterday", "Enter a day like 4/9/2026"),
        ("to=31/2/2026", "Enter a day like 4/9/2026"),
        ("to=31/12/9999", "Enter a day like 4/9/2026"),
        ("from=5/9/2026&to=4/9/2026", "The last day must be on or after the first"),
    ],
)
def test_a_day_that_is_none_is_said_to_be_none_and_kept(council, around, query, words):
    page = shown_to(council.lead, council, f"?{query}")
    assert "There is a problem" in page
    assert words in page
    assert f'value="{query.rpartition("=")[2]}"' in page


def test_pages_of_a_long_chronology_keep_what_was_chosen(council, around):
    by = around.postings["lead practitioner, allocated"]
    with connected_as("loader"):
        for minute in range(60):
            record(Fact(
                kind="lead_named", authority_id=council.authority.id, child_id=council.child.id,
                subject_id=around.help_id, by_posting_id=by.id,
                at=timezone.now() - timedelta(days=2, minutes=minute),
            ))  # fmt: skip
    page = shown_to(by, council, "?kind=help")
    assert "61 entries" in page
    assert len(lines(page)) == 50
    assert "?page=2&amp;kind=help" in page
    assert len(lines(shown_to(by, council, "?page=2&kind=help"))) == 11
    assert "All 61 entries of those chosen" in shown_to(by, council, "print/?kind=help")


def test_paper_says_how_much_of_a_long_chronology_it_holds(council, around, monkeypatch):
    monkeypatch.setattr("alongside.web.child.page.MOST_PRINTED", 2)
    printed = shown_to(council.lead, council, "print/")
    assert "The newest 2 of 3 entries." in printed
    assert printed.count('role="rowheader"') == 2 + 2  # two of the family, two entries


@pytest.mark.parametrize("who", ORACLE)
def test_query_counts_do_not_grow_with_the_record(council, around, who):
    client, counts = signed_in(around.postings[who]), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/children/{council.child.id}/").status_code == 200
        counts.append(len(queries))
        with connected_as("loader"):
            for kind, subject in (
                ("lead_named", around.help_id),
                ("request_acknowledged", around.request_id),
            ):
                record(Fact(
                    kind=kind, authority_id=council.authority.id, child_id=council.child.id,
                    subject_id=subject, at=timezone.now() - timedelta(days=1),
                ))  # fmt: skip
            from tests.factories.around import make_team, tied

            tied(council.child, make_team(council, "charity", "charity_team", f"Another {new_id()}"),
                 "link_worker")  # fmt: skip
    assert counts[0] == counts[1]


def test_every_event_that_is_shown_is_of_one_of_the_kinds_that_can_be_chosen():
    codes = {kind.code for kind in KINDS}
    found = {kind_of_event(event) for event in catalogue().values() if not event.operational}
    assert found == codes
