"""The pages about people who work with children: whoever it is about finds nothing, and every look is audited."""

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.allegations.terms import QUESTIONS
from alongside.jobs.working import deliver_all
from alongside.register.models import Posting
from tests.factories.officers import HEAD, TOLD, Officers, make_officers
from tests.web.signing_in import signed_in

ABSENT = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def council(db: None, settings) -> Officers:
    settings.DEMO = True
    return make_officers()


def deliver() -> None:
    with connected_as("worker"):
        deliver_all(at=timezone.now())


def tell(client, **changed) -> str:
    """Tell the designated officer as somebody would; the concern's id."""
    address = "/concerns/tell/danger/"
    for question in QUESTIONS:
        shown = client.get(address).content.decode()
        assert question.title in shown
        version = shown.split('name="version" value="')[1].split('"')[0]
        answer = {**TOLD, **changed}[question.key]
        address = client.post(address, {question.key: answer, "version": version}).url
    assert address == "/concerns/check/"
    shown = client.get(address).content.decode()
    version = shown.split('name="version" value="')[1].split('"')[0]
    return client.post(address, {"version": version}).url.split("/")[2]


def audited(act: str) -> list[tuple[str, str, list, dict]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT outcome, route, child_ids, detail::text FROM audit_entry WHERE act = %s ORDER BY at", [act]
        )  # fmt: skip
        return cursor.fetchall()


def test_from_telling_to_answered(council):
    deputy, officer = signed_in(council.deputy), signed_in(council.officer)
    concern = tell(deputy)
    receipt = deputy.get(f"/concerns/{concern}/sent/").content.decode()
    assert "Thornmere Designated Officers has it" in receipt
    assert "01632 960150" in receipt
    deliver()
    assert HEAD in officer.get("/officer/").content.decode()
    officer.post(f"/officer/{concern}/acknowledge/")
    words = {"words": "I ring you at 2pm.", "version": "2"}
    preview = officer.post(f"/officer/{concern}/write/", words).content.decode()
    assert "This is what Bea Deputy will read" in preview
    officer.post(f"/officer/{concern}/write/", {**words, "step": "send"})
    deliver()
    assert "Something for you to read" in deputy.get("/children/").content.decode()
    assert "I ring you at 2pm." in deputy.get(f"/concerns/{concern}/").content.decode()
    deputy.post(f"/concerns/{concern}/read/")
    assert "Something for you to read" not in deputy.get("/children/").content.decode()
    officer.post(f"/officer/{concern}/note/", {"words": "HR knows."})
    officer.post(
        f"/officer/{concern}/close/",
        {"outcome": "unfounded", "words": "Away that day.", "version": "3"},
    )
    own = deputy.get(f"/concerns/{concern}/").content.decode()
    assert "Closed" in own
    assert not any(words in own for words in ("Unfounded", "HR knows", "Away that day"))


def test_incident_whoever_it_is_about_finds_nothing_on_any_page(council):
    deputy, officer = signed_in(council.deputy), signed_in(council.officer)
    blank = {posting: pages_of(posting) for posting in (council.head, council.lead)}
    concern = tell(deputy)
    officer.post(f"/officer/{concern}/write/", {"words": "Hush", "version": "1", "step": "send"})
    deliver()
    for posting, before in blank.items():
        # Not a count, not a mark, not a word is different: every page as it was.
        assert pages_of(posting) == before


def pages_of(posting: Posting) -> dict[str, str]:
    client = signed_in(posting)
    pages = {address: client.get(address) for address in ("/children/", "/inbox/", "/concerns/")}
    pages["search"] = client.get("/children/", {"q": HEAD})
    return {
        name: "".join(line for line in page.content.decode().splitlines() if "csrf" not in line)
        for name, page in pages.items()
    }


@pytest.mark.parametrize("who", ["head", "lead", "manager"])
@pytest.mark.parametrize("path", ["", "sent/"])
def test_another_s_concern_and_none_are_the_same_bytes(council, who, path):
    concern = tell(signed_in(council.deputy))
    client = signed_in(getattr(council, who))
    forbidden, absent = (client.get(f"/concerns/{key}/{path}") for key in (concern, ABSENT))
    assert forbidden.status_code == absent.status_code == 404
    assert forbidden.content == absent.content


def test_an_officer_of_another_authority_finds_the_same_as_where_there_is_none(council):
    concern, elsewhere = tell(signed_in(council.deputy)), signed_in(council.everybody_else[-1])
    for path in ("", "write/", "close/"):
        forbidden, absent = (elsewhere.get(f"/officer/{key}/{path}") for key in (concern, ABSENT))
        assert forbidden.status_code == absent.status_code == 404
        assert forbidden.content == absent.content
    assert HEAD not in elsewhere.get("/officer/").content.decode()


@pytest.mark.parametrize("who", ["deputy", "head", "manager", "screener"])
def test_only_an_officer_has_the_officer_s_pages(council, who):
    concern = tell(signed_in(council.deputy))
    client = signed_in(getattr(council, who))
    for path in ("", f"{concern}/", f"{concern}/write/", f"{concern}/close/"):
        assert client.get(f"/officer/{path}").status_code == 403


def test_every_look_leaves_an_audit_row_with_the_concern_s_id_and_never_a_name(council):
    concern, officer = tell(signed_in(council.deputy)), signed_in(council.officer)
    officer.get("/officer/")
    officer.get(f"/officer/{concern}/")
    looks = audited("read")
    assert [look[1] for look in looks] == ["officer/", "officer/<uuid:concern_id>/"]
    assert all(concern in look[3] and look[2] == [] for look in looks)
    assert ("changed", "concerns/check/") in [look[:2] for look in audited("report")]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT string_agg(audit_entry::text, ' ') FROM audit_entry")
        assert "Headteacher" not in cursor.fetchone()[0]


def test_without_a_designated_officer_the_page_gives_the_duty_line_and_asks_nothing(council):
    with connected_as("loader"):
        Posting.objects.filter(role="designated_officer").update(ends_at=timezone.now())
    client = signed_in(council.deputy)
    shown = client.get("/concerns/").content.decode()
    assert "nothing can be sent" in shown
    assert "01632 9601" in shown
    assert client.get("/concerns/tell/danger/").url == "/concerns/"


def test_danger_comes_first(council):
    client = signed_in(council.deputy)
    to = client.post("/concerns/tell/danger/", {"danger": "yes", "version": "0"}).url
    assert "Ring 999 now" in client.get(to).content.decode()


def test_two_windows_show_both_and_lose_neither(council):
    client = signed_in(council.deputy)
    client.post("/concerns/tell/what_happened/", {"what_happened": "The first.", "version": "0"})
    shown = client.post(
        "/concerns/tell/what_happened/", {"what_happened": "The second.", "version": "0"}
    ).content.decode()
    assert "The first." in shown
    assert "The second." in shown


@pytest.mark.parametrize("words", ["<b>bold</b>", "a" * 200_000, "\x07bell", "\u202ereversed"])
def test_pasted_words_are_kept_as_typed_and_shown_safely(council, words):
    client = signed_in(council.deputy)
    client.post("/concerns/tell/what_happened/", {"what_happened": words, "version": "0"})
    shown = client.get("/concerns/tell/what_happened/").content.decode()
    assert words.replace("<", "&lt;").replace(">", "&gt;") in shown


def test_query_counts_of_both_lists_do_not_grow(council):
    deputy, officer, counts = signed_in(council.deputy), signed_in(council.officer), []
    for _ in range(3):
        tell(deputy)
        deliver()
        for client, address in ((deputy, "/concerns/"), (officer, "/officer/")):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[0] == counts[2] == counts[4]
    assert counts[1] == counts[3] == counts[5]
