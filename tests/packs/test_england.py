"""What England's defaults say, held against the law they come from."""

import pytest

from alongside.packs import Pack, load_pack
from alongside.packs.terms import Part, RequestOutcome


@pytest.fixture(name="pack")
def _pack() -> Pack:
    return load_pack("thornmere")


def _who_may(pack: Pack, act: str) -> set[str]:
    return {row.role for row in pack.grant_rows() if row.act == act}


def test_only_a_registered_social_worker_decides(pack: Pack) -> None:
    # Working Together 2023: a local authority social worker decides on the type of response.
    assert _who_may(pack, "decide") == {"hub_social_worker", "hub_manager"}
    assert all(pack.roles[role].registered_social_worker for role in _who_may(pack, "decide"))


def test_a_screener_may_propose_and_never_decide(pack: Pack) -> None:
    assert "hub_screener" in _who_may(pack, "propose_decision") - _who_may(pack, "decide")


def test_only_safeguarding_leads_tell_and_the_head_reads(pack: Pack) -> None:
    assert _who_may(pack, "tell") == {"designated_safeguarding_lead", "deputy_safeguarding_lead"}
    assert {row.act for row in pack.grant_rows() if row.role == "head"} == {
        "read", "search", "see_figures", "report", "print", "see_inbox",
    }  # fmt: skip


def test_a_school_reads_its_own_requests_and_no_others(pack: Pack) -> None:
    requests = [
        row
        for row in pack.grant_rows()
        if "school" in pack.roles[row.role].held_in and (row.part, row.act) == ("request", "read")
    ]

    by_referring = [row for row in requests if row.relationship != "allocated"]
    assert by_referring
    assert all(row.own_subject_only for row in by_referring)
    assert {row.relationship for row in by_referring} == {"referrer", "assigned"}


def test_alongside_itself_never_sees_a_name_or_an_address(pack: Pack) -> None:
    system = [row for row in pack.grant_rows() if row.role == "system"]

    assert {row.act for row in system} == {"read", "record"}
    assert {row.part for row in system if row.act == "read"} == {"pointer"}
    assert {row.purpose for row in system} == {"operation"}


def test_the_homes_of_a_child_in_care_are_for_social_workers_of_a_team_that_helps_or_is_asked(
    pack: Pack,
) -> None:
    assert {
        (row.role, row.relationship, row.act)
        for row in pack.grant_rows()
        if row.part == Part.PLACEMENT
    } == {("social_worker", "allocated", "read"), ("team_manager", "allocated", "read")}


@pytest.mark.parametrize("part", [Part.ADOPTION, Part.SENSITIVE, Part.THIRD_PARTY, Part.AUDIT])
def test_nobody_has_been_given_the_most_guarded_parts_yet(pack: Pack, part: Part) -> None:
    assert not [row for row in pack.grant_rows() if row.part == part]


def test_the_matrix_is_sorted_and_says_each_thing_once(pack: Pack) -> None:
    rows = pack.grant_rows()

    assert list(rows) == sorted(set(rows))


def test_may_any_role_read_asks_about_people_and_not_about_alongside_itself(pack: Pack) -> None:
    assert pack.may_any_role_read("received", "identity")
    assert not pack.may_any_role_read("received", "assessment")
    assert pack.may_any_role_read("in_care", "looked_after")
    assert not pack.may_any_role_read("responsible_authority", "request")  # the system records it


# Working Together 2023 and our own standard: one working day, from the request being sent.
@pytest.mark.parametrize(
    ("clock", "stops_on"),
    [
        ("request_acknowledged", "request_acknowledged"),
        ("request_decided", "request_decided"),
        ("referrer_told", "referrer_told"),
    ],
)
def test_acknowledged_decided_and_told_are_each_due_in_one_working_day(
    pack: Pack, clock: str, stops_on: str
) -> None:
    timescale = pack.timescales[clock]

    assert (timescale.starts_on, timescale.stops_on) == (("request_sent",), (stops_on,))
    assert str(timescale.limit) == "1 working day"
    assert timescale.source


def test_the_clock_for_telling_reopens_when_telling_failed(pack: Pack) -> None:
    assert pack.timescales["referrer_told"].reopens_on == ("telling_failed",)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("request_sent", "received"),
        ("request_acknowledged", "referrer"),
        ("request_handed_back", "received"),
        ("decision_proposed", "received"),
        ("request_decided", "referrer"),
        ("telling_failed", "received"),
        ("clock_due_soon", "received"),
        ("clock_overdue", "received"),
    ],
)
def test_who_is_told_of_each_event(pack: Pack, event: str, told: str) -> None:
    assert [each.tell for each in pack.audiences_of(event)] == [(told,)]


def test_the_referrer_is_told_of_a_decision_at_once_and_by_email(pack: Pack) -> None:
    (audience,) = pack.audiences_of("request_decided")

    assert (audience.urgency, audience.email, audience.required) == ("at_once", True, True)


def test_every_event_a_file_names_is_listed(pack: Pack) -> None:
    assert pack.events_named() >= {
        "silence_noticed", "feedback_ended",
        "request_sent", "request_acknowledged", "request_handed_back", "decision_proposed",
        "request_decided", "referrer_told", "telling_failed", "clock_due_soon", "clock_overdue",
    }  # fmt: skip


def test_every_outcome_is_put_in_plain_words(pack: Pack) -> None:
    assert set(pack.wording.outcomes) == set(RequestOutcome)
    assert all(each.explanation.endswith(".") for each in pack.wording.outcomes.values())


def test_a_parent_could_understand_the_line_of_status(pack: Pack) -> None:
    line = pack.wording.status_line("acknowledged", team="Front Door", due="5pm on Monday")

    assert line == "Front Door is looking at this. You will be told by 5pm on Monday"


def test_the_national_framework_is_the_default(pack: Pack) -> None:
    assert [each.key for each in pack.outcome_frameworks if each.is_default] == [
        "national_framework"
    ]
    assert [len(each.outcomes) for each in pack.outcome_frameworks] == [4, 5, 10]
