"""The pages of whoever looks after a council's data: what came in, what goes back, and who waits for a person."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.loads.models import Load, Rejection, UnclearMatch
from alongside.areas.loads.reading import Rejected
from alongside.foundation.ids import new_id
from alongside.register.models import Child, Conflict
from tests.factories.loads import make_data_teams, make_load, make_match
from tests.web.signing_in import signed_in

ABSENT = "00000000-0000-7000-8000-000000000000"
BACK = Rejected(12, "CINclosureDate", "There is no such day.", "2015-02-31", unit="7001")
FORMULA = Rejected(13, "Source", "This is no code.", "=HYPERLINK(1)")
WITHHELD = Rejected(14, "Note", "This is too long.", "Something private", withheld=True)


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    return make_data_teams()


@pytest.fixture
def officer(council):
    return signed_in(council.officer)


def audited(act: str) -> list[tuple[str, list, dict]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT outcome, child_ids, detail::text FROM audit_entry WHERE act = %s ORDER BY at", [act]
        )  # fmt: skip
        return cursor.fetchall()


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_what_came_in_is_listed_newest_first_with_what_became_of_it(council, officer):
    now = timezone.now()
    make_load(council.authority, at=now - timedelta(days=2), kind="roll", sender="Alder Primary")
    make_load(council.authority, BACK, at=now - timedelta(days=1))
    make_load(
        council.authority, at=now, kind="steps", state="refused", problem="The file is empty."
    )
    shown = text(officer.get("/loads/"))
    order = ["Steps from the case", "Children in need census", "School roll"]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert "From Alder Primary" in shown
    assert "3 of 5 taken, <strong>1 thing to put right</strong>" in shown
    assert "Took 4 minutes" in shown
    assert "Nothing was taken" in shown


def test_how_far_a_load_is_can_be_seen_while_it_runs(council, officer):
    now = timezone.now()
    load_id = make_load(
        council.authority, state="applying", units_total=4000, units_done=1000, at=now,
        finished_at=None,
    )  # fmt: skip
    shown = text(officer.get("/loads/"))
    assert 'value="1000" max="4000"' in shown
    assert "1,000 of 4,000" in shown
    assert "Show how far it is now" in text(officer.get(f"/loads/{load_id}/"))


def test_a_load_that_has_fallen_silent_is_stopped_and_says_what_to_do(council, officer):
    load_id = make_load(
        council.authority, state="applying", units_total=4000, units_done=1000, finished_at=None
    )
    shown = text(officer.get(f"/loads/{load_id}/"))
    assert "Stopped" in shown
    assert "Run the same command with the same file again" in shown
    assert "progress" not in shown.split("<main", 1)[1]


def test_what_was_not_taken_is_shown_and_can_be_sent_back(council, officer):
    load_id = make_load(council.authority, BACK, FORMULA, WITHHELD)
    shown = text(officer.get(f"/loads/{load_id}/"))
    for words in ("There is no such day.", "2015-02-31", "Their number 7001", "=HYPERLINK(1)"):
        assert words in shown
    assert "Something private" not in shown
    assert "Not kept here: see the line" in shown
    response = officer.get(f"/loads/{load_id}/send-back.csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines == [
        "Line,Column,Reason,Their number,Written",
        "12,CINclosureDate,There is no such day.,7001,2015-02-31",
        "13,Source,This is no code.,,'=HYPERLINK(1)",
        "14,Note,This is too long.,,Not kept here: see the line",
    ]


def test_each_look_is_audited_by_the_load(council, officer):
    load_id = make_load(council.authority, BACK)
    officer.get(f"/loads/{load_id}/send-back.csv")
    [(outcome, children, detail)] = audited("see_loads")
    assert (outcome, children) == ("shown", [])
    assert str(load_id) in detail


@pytest.mark.parametrize("path", ["", "send-back.csv"])
def test_another_council_s_load_is_as_if_it_were_not_there(council, path):
    load_id = make_load(council.authority, BACK)
    other = signed_in(council.elsewhere_officer)
    there, absent = (other.get(f"/loads/{one}/{path}") for one in (load_id, ABSENT))
    assert there.status_code == absent.status_code == 404
    assert there.content == absent.content
    assert "No file has come in yet." in text(other.get("/loads/"))


def test_what_concerns_no_one_council_is_shown_where_only_one_is_served(council, officer):
    make_load(None, kind="schools")
    assert "List of schools" not in text(officer.get("/loads/"))
    with connected_as("loader"):
        type(council.authority).objects.filter(name="Ashmoor").update(pack="")
    assert "List of schools" in text(officer.get("/loads/"))


@pytest.mark.parametrize("who", ["lead", "screener", "manager", "practitioner"])
def test_nobody_else_has_these_pages(council, who):
    load_id, match_id = make_load(council.authority, BACK), make_match(council, council.child)
    client = signed_in(getattr(council, who))
    for address in (
        "/loads/", f"/loads/{load_id}/", f"/loads/{load_id}/send-back.csv", "/loads/unclear/",
        f"/loads/unclear/{match_id}/",
    ):  # fmt: skip
        assert client.get(address).status_code == 403
    assert "/loads/" not in client.get("/").headers.get("Location", "")


def test_queries_do_not_grow_with_the_rows(council, officer):
    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            text(officer.get(address))
        return len(asked)

    load_id = make_load(council.authority, BACK)
    make_match(council, council.child)
    before = [queries(address) for address in ("/loads/", f"/loads/{load_id}/", "/loads/unclear/")]
    for number in range(60):
        make_load(council.authority, at=timezone.now() - timedelta(days=number))
        make_match(council, council.child, key=f"{number}")
    full = make_load(council.authority, *[BACK] * 120)
    after = [queries(address) for address in ("/loads/", f"/loads/{full}/", "/loads/unclear/")]
    assert after == before


def test_long_lists_come_page_by_page(council, officer):
    load_id = make_load(council.authority, *[BACK] * 51)
    assert text(officer.get(f"/loads/{load_id}/")).count("There is no such day.") == 50
    assert text(officer.get(f"/loads/{load_id}/?page=2")).count("There is no such day.") == 1


def test_a_child_who_waits_is_judged_by_a_person_and_audited(council, officer):
    match_id = make_match(council, council.child)
    assert "1 child waits" in text(officer.get("/loads/"))
    address = f"/loads/unclear/{match_id}/"
    assert address in text(officer.get("/loads/unclear/"))
    shown = text(officer.get(address))
    for words in ("Zoë O’Neill", "4 May 2015", "4 May 2016", "7001", "Differs", "Alder Primary"):
        assert words in shown
    answer = {"judged": "same", "why": "Alder confirmed it", "version": "1"}
    assert officer.post(address, answer).url == "/loads/unclear/"
    with connected_as("loader"):
        match = UnclearMatch.objects.get()
        assert (match.judged, match.why, match.judged_by_id) == (
            "same", "Alder confirmed it", council.officer.id,
        )  # fmt: skip
        [event] = Event.objects.filter(kind="match_judged")
        assert (event.child_id, event.subject_id, event.payload["same"]) == (None, match_id, True)
    looks = audited("judge_match")
    assert {outcome for outcome, _, _ in looks} == {"shown", "changed"}
    assert all(children == [council.child.id] for _, children, _ in looks)
    shown = text(officer.get("/loads/unclear/"))
    assert "Nobody waits." in shown
    assert "The same child" in shown
    again = text(officer.get(address))
    assert "4 May 2016" in again
    assert not [w for w in ("Zoë O’Neill", "4 May 2015", "Alder Primary") if w in again + shown]


def test_of_another_council_s_child_it_is_shown_that_there_is_one(council, officer):
    match_id = make_match(council, council.child)
    with connected_as("loader"):
        Child.objects.filter(id=council.child.id).update(
            authority=council.elsewhere_officer.team.organisation.authority
        )
    listed = text(officer.get("/loads/unclear/"))
    shown = text(officer.get(f"/loads/unclear/{match_id}/"))
    assert "A child of another council" in listed
    assert "a child of another council" in shown
    assert not [w for w in ("Zoë O’Neill", "4 May 2015", "Alder Primary") if w in listed + shown]


def test_what_was_typed_is_given_back_where_a_load_took_the_question_back(council, officer):
    address = f"/loads/unclear/{make_match(council, council.child)}/"
    with connected_as("loader"):
        UnclearMatch.objects.all().delete()
    sent = officer.post(address, {"judged": "same", "why": "Alder rang me", "version": "1"})
    shown = sent.content.decode()
    assert sent.status_code == 409
    assert "Alder rang me" in shown
    assert "same" not in shown.split("<main", 1)[1]


@pytest.mark.parametrize(
    "otherwise",
    [{"kind": "child_details_changed"}, {"by_posting_id": None}, {"authority_id": "elsewhere"}],
)
def test_the_database_takes_no_event_of_a_match_but_that_whoever_acts_judged_it(council, otherwise):
    match_id = make_match(council, council.child)
    columns = {
        "kind": "match_judged", "part": "management", "subject_id": match_id, "version": 1,
        "by_posting_id": council.officer.id, "authority_id": council.authority.id,
        "occurred_at": timezone.now(), "recorded_at": timezone.now(), "payload": {},
    }  # fmt: skip
    if "authority_id" in otherwise:
        otherwise = {"authority_id": council.elsewhere_officer.team.organisation.authority_id}
    with acting_as(council.officer.id, at=timezone.now()):
        Event.objects.bulk_create([Event(id=new_id(), **columns)])
        with pytest.raises(ProgrammingError), transaction.atomic():
            Event.objects.bulk_create([Event(id=new_id(), **columns | otherwise)])


def test_nobody_judges_in_a_colleague_s_name(council):
    match_id = make_match(council, council.child)
    given = {"judged": "same", "judged_at": timezone.now(), "why": "I asked"}
    with acting_as(council.officer.id, at=timezone.now()):
        rows = UnclearMatch.objects.filter(id=match_id)
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(**given, judged_by=council.manager)
        assert rows.update(**given, judged_by=council.officer) == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"why": "I asked"}, "Select whether they are the same child"),
        ({"judged": "other"}, "Enter how you know"),
        ({"judged": "other", "why": "x" * 501}, "500 characters or fewer"),
        ({"judged": "perhaps", "why": "I asked"}, "Select whether they are the same child"),
    ],
)
def test_an_incomplete_answer_is_shown_again_with_what_was_typed(council, officer, answer, words):
    match_id = make_match(council, council.child)
    shown = text(officer.post(f"/loads/unclear/{match_id}/", {"version": "1"} | answer))
    assert "There is a problem" in shown
    assert words in shown
    assert answer.get("why", "") in shown
    with connected_as("loader"):
        assert UnclearMatch.objects.get().judged == ""


def test_what_a_colleague_decided_meanwhile_is_shown_before_it_is_changed(council, officer):
    address = f"/loads/unclear/{make_match(council, council.child)}/"
    officer.post(address, {"judged": "same", "why": "Alder said so", "version": "1"})
    late = {"judged": "other", "why": "The mother said so", "version": "1"}
    shown = text(officer.post(address, late))
    assert "Somebody decided this since you opened it" in shown
    assert "Una Officer decided" in shown
    assert "The mother said so" in shown
    officer.post(address, late | {"version": "2"})
    with connected_as("loader"):
        assert UnclearMatch.objects.get().judged == "other"
        assert Event.objects.filter(kind="match_judged").count() == 2


def test_the_same_answer_sent_twice_is_once(council, officer):
    address = f"/loads/unclear/{make_match(council, council.child)}/"
    answer = {"judged": "same", "why": "Alder said so", "version": "1"}
    assert officer.post(address, answer).url == officer.post(address, answer).url
    with connected_as("loader"):
        assert Event.objects.filter(kind="match_judged").count() == 1


def test_a_match_of_another_council_or_with_a_conflict_is_not_there(council, officer):
    address = f"/loads/unclear/{make_match(council, council.child)}/"
    assert signed_in(council.elsewhere_officer).get(address).status_code == 404
    with connected_as("loader"):
        Conflict.objects.create(
            child=council.child, user=council.officer.user, reason="relative",
            starts_at=timezone.now() - timedelta(days=1),
        )  # fmt: skip
    assert officer.get(address).status_code == 404
    sent = {"judged": "same", "why": "x", "version": "1"}
    there, absent = (officer.post(a, sent) for a in (address, f"/loads/unclear/{ABSENT}/"))
    assert there.status_code == absent.status_code == 409
    assert there.content == absent.content
    assert "Nobody waits." in text(officer.get("/loads/unclear/"))


def test_the_officer_begins_at_the_files_that_came_in(council, officer):
    assert officer.get("/").url == "/loads/"


def test_no_connection_of_a_page_writes_a_load(council):
    make_load(council.authority)
    with acting_as(council.officer.id, at=timezone.now()):
        assert Load.objects.count() == 1
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege('loads_load', 'UPDATE'),"
                " has_table_privilege('loads_rejection', 'INSERT')"
            )
            assert cursor.fetchone() == (False, False)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("officer", True), ("elsewhere_officer", False), ("screener", False), ("lead", False)],
)
def test_the_database_shows_them_to_the_council_s_own_officer_alone(council, who, sees):
    make_load(council.authority, BACK)
    match_id = make_match(council, council.child)
    with acting_as(getattr(council, who).id, at=timezone.now()), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM loads_candidates(%s)", [[match_id]])
        seen = [cursor.fetchone()[0]]
        seen += [model.objects.count() for model in (Load, Rejection, UnclearMatch)]
    assert seen == ([1, 2, 1, 1] if sees else [0, 0, 0, 0])
