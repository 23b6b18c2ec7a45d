"""What stands in the log: routes, ids and times; never a name, an address or a word somebody typed."""

import io
import json
import logging
import re
import sys

import pytest
import structlog
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.people.models import Name
from alongside.foundation.logs import say_what_ends_it, write_to
from alongside.jobs.working import Working, deliver_all
from alongside.register.models import User
from tests.factories.council import Council, make_council
from tests.web.signing_in import sign_in, signed_in
from tests.web.test_pages import decide, tell

TYPED = "Quetzalcoatl"


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO = True
    return make_council()


@pytest.fixture
def written(monkeypatch):
    """What this process writes from here on, line by line."""
    monkeypatch.setenv("ALONGSIDE_LOG", "json")
    stream = io.StringIO()
    write_to(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    write_to(sys.stderr)


def text(written) -> str:
    return json.dumps(written(), ensure_ascii=False).lower()


def named(written) -> set[str]:
    """Which people of the council the log names: by address, whole name, or any name but a role's word."""
    said = text(written)
    words = set(re.split(r"[^\w’]+", said))
    with connected_as("owner"):
        people = list(User.objects.values_list("full_name", "email"))
        children = list(Name.objects.values_list("forename", "surname"))
    whole = {one.lower() for person in people for one in person}
    parts = {part.lower() for child in children for part in child}
    parts |= {full_name.split()[0].lower() for full_name, _ in people}
    return {one for one in whole if one in said} | (parts & words)


def test_each_request_is_one_line_with_its_route_and_posting(council, written):
    address = f"/children/{council.child.id}/"
    signed_in(council.lead).get(address, headers={"X-Request-ID": "0123456789abcdef" * 2})
    (line,) = [line for line in written() if line["event"] == "request"]
    assert (line["route"], line["method"], line["status"]) == ("child", "GET", 200)
    assert line["posting"] == str(council.lead.id)
    assert line["request_id"] == "0123456789abcdef" * 2
    assert line["queries"] > 3
    assert 0 < line["db_ms"] < line["ms"]
    assert address not in text(written)


@pytest.mark.parametrize("given", ["", "Zoë", "zoe-o-neill-was-not-in-school", "0" * 65, "a\nb"])
def test_an_id_that_could_be_words_is_not_repeated(council, written, given):
    Client().get("/sign-in/", headers={"X-Request-ID": given})
    (line,) = written()
    assert len(line["request_id"]) == 32
    assert line["request_id"] != given


def test_no_name_address_or_typed_word_is_written_by_pages_or_the_worker(council, written):
    school, hub = signed_in(council.lead), signed_in(council.social_worker)
    sign_in(council.manager.user).get("/")
    Client().post("/sign-in/", {"login": council.lead.user.email, "password": TYPED})
    Client().post("/sign-in/forgotten/", {"email": council.lead.user.email})
    school.get(f"/children/?q={TYPED}")
    school.get(f"/{TYPED}/?q={TYPED}")
    school.post("/children/", {TYPED: TYPED})
    school.get("/", headers={"Host": f"{TYPED}.example"})
    request_id = tell(school, council.child.id).strip("/").split("/")[-1]
    hub.get("/hub/")
    decide(hub, f"/hub/requests/{request_id}/")
    school.get(f"/children/{council.other_child.id}/")
    with connected_as("worker"):
        Working().go_on(at=timezone.now())
        deliver_all(at=timezone.now())
    events = {line["event"] for line in written()}
    assert {"request", "worker_round"} <= events
    assert named(written) == set()
    assert TYPED.lower() not in text(written)


def fail_with(monkeypatch, problem) -> None:
    def failing(*_: object, **__: object) -> None:
        typed = TYPED  # a local variable
        raise problem(typed)

    monkeypatch.setattr("alongside.web.inbox.inbox.now_of", failing, raising=False)
    monkeypatch.setattr("alongside.web.inbox.inbox.render", failing, raising=False)


def test_an_error_is_its_kind_and_its_place_without_its_words(council, written, monkeypatch):
    fail_with(monkeypatch, ValueError)
    client = signed_in(council.lead)
    client.raise_request_exception = False
    answer = client.get(f"/inbox/?q={TYPED}")
    assert answer.status_code == 500
    (line,) = [line for line in written() if "error" in line]
    assert line["error"] == "builtins.ValueError"
    assert any("inbox.py" in place for place in line["at"])
    assert line["level"] == "error"
    (request,) = [line for line in written() if line["event"] == "request"]
    assert line["request_id"] == request["request_id"]
    assert TYPED.lower() not in text(written)
    assert TYPED not in answer.content.decode()


def test_a_database_that_quotes_what_was_typed_is_not_quoted(council, written, monkeypatch):
    def failing(*_: object, **__: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::int", [TYPED])

    monkeypatch.setattr("alongside.web.inbox.inbox.render", failing)
    client = signed_in(council.lead)
    client.raise_request_exception = False
    client.get("/inbox/")
    (line,) = [line for line in written() if "error" in line]
    assert (line["error"], line["sqlstate"]) == ("django.db.utils.DataError", "22P02")
    assert TYPED.lower() not in text(written)


def test_what_a_library_says_is_said_without_what_was_filled_in(written):
    logging.getLogger("django.request").error("Went wrong for %s", TYPED)
    logging.getLogger("allauth").warning(f"No account for {TYPED}")  # noqa: G004
    logging.getLogger("_granian").warning("Listening at %s", "127.0.0.1:8000")
    assert [line["event"] for line in written()] == [
        "Went wrong for %s", "said_by_library", "Listening at 127.0.0.1:8000",
    ]  # fmt: skip


def test_what_ends_a_process_is_a_line_too(written, monkeypatch):
    for hook in ("sys.excepthook", "threading.excepthook"):
        monkeypatch.setattr(hook, None)
    say_what_ends_it()
    sys.excepthook(ValueError, ValueError(TYPED), None)
    assert written()[0]["error"] == "builtins.ValueError"
    assert TYPED.lower() not in text(written)


def test_nobody_is_mailed_an_error_and_no_page_shows_one(council):
    assert configured.ADMINS == []
    assert configured.DEBUG is False
    named = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    kinds = {type(each).__name__ for log in (logging.root, *named) for each in log.handlers}
    assert "AdminEmailHandler" not in kinds


def test_at_a_terminal_it_is_words(monkeypatch):
    monkeypatch.setenv("ALONGSIDE_LOG", "terminal")
    stream = io.StringIO()
    write_to(stream)
    structlog.get_logger().info("worker_started", worker="1")
    write_to(sys.stderr)
    assert "worker_started" in stream.getvalue()
    assert "{" not in stream.getvalue()
