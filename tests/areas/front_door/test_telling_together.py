"""Brothers and sisters told of at once, words that nobody loses, what was said before, and being rung first."""

from datetime import date, timedelta

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound
from alongside.areas.chronology.models import Event, TextBlock
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.terms import QUESTIONS
from alongside.areas.people.actions import MemberTold, Source, record_family_members
from alongside.areas.people.models import Address
from alongside.areas.schools.queries import share_home
from alongside.register.models import Child, Relationship
from tests.areas.front_door.test_telling_to_told import ANSWERS, FRIDAY, send
from tests.factories.council import Council, make_child, make_council, make_posting, tie

LATER = FRIDAY + timedelta(hours=1)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def lives(child: Child, lines: str, postcode: str = "ZZ1 1AA", *, until: date | None = None):
    return Address.objects.create(
        child=child, lines=lines, postcode=postcode, starts_on=date(2026, 1, 1), ends_on=until
    )


@pytest.fixture
def sibling(council) -> Child:
    with connected_as("loader"):
        brother = make_child(council.authority, council.school, "Bo", "O’Neill")
        lives(council.child, "2 Mill Lane")
        lives(brother, "2, mill lane", "zz11aa")
    return brother


def draft_of(council, *, siblings=(), at=FRIDAY):
    with acting_as(council.lead.id, at=at) as lead:
        draft_id = actions.begin_draft(child_id=council.child.id, by=lead, at=at)
        words = {q.key: ANSWERS.get(q.key, f"Words about {q.key}") for q in QUESTIONS}
        version = actions.save_answers(
            draft_id=draft_id, questions=[q.key for q in QUESTIONS], words=words, version=1,
            by=lead, at=at,
        )  # fmt: skip
        if siblings:
            actions.choose_siblings(
                draft_id=draft_id, children=siblings, version=version, by=lead, at=at
            )
    return draft_id


def sent(draft_id, council, *, at=FRIDAY):
    with acting_as(council.lead.id, at=at) as lead:
        return actions.send_request(draft_id=draft_id, by=lead, at=at)


def homes(posting, child) -> list:
    with acting_as(posting.id, at=FRIDAY) as viewer:
        return share_home(viewer, child.id)


@pytest.mark.parametrize(
    ("lines", "postcode", "until", "offered"),
    [
        ("2 Mill Lane", "ZZ1 1AA", None, True),
        ("2, MILL LANE.", "zz1  1aa", None, True),
        ("12 Mill Lane", "ZZ1 1AA", None, False),
        ("2 Mill Lane", "ZZ1 1AB", None, False),
        ("", "ZZ1 1AA", None, False),  # a postcode alone is no home
        ("2 Mill Lane", "ZZ1 1AA", date(2026, 6, 1), False),  # moved away
    ],
)
def test_who_lives_there_now_is_offered(council, lines, postcode, until, offered):
    with connected_as("loader"):
        other = make_child(council.authority, council.school, "Bo", "Other")
        lives(council.child, "2 Mill Lane")
        lives(other, lines, postcode, until=until)
    assert homes(council.lead, council.child) == ([other.id] if offered else [])


def test_a_child_of_another_school_at_the_same_address_is_never_offered(council, sibling):
    with connected_as("loader"):
        lives(council.other_child, "2 Mill Lane")
    assert homes(council.lead, council.child) == [sibling.id]


@pytest.mark.parametrize("who", ["other_lead", "screener", "social_worker", "pastoral"])
def test_nobody_learns_by_the_comparison_who_lives_where(council, sibling, who):
    with connected_as("loader"):
        pastoral = make_posting(council.school, "pastoral_staff", "Pat Pastoral")
        lives(council.other_child, "2 Mill Lane")  # on the other school's roll, at the same address
    posting = pastoral if who == "pastoral" else getattr(council, who)
    assert homes(posting, council.child) == []


def test_a_sibling_who_has_left_the_roll_is_not_offered(council, sibling):
    with connected_as("loader"):
        Relationship.objects.filter(child=sibling, kind="on_roll").update(ends_at=FRIDAY)
    assert homes(council.lead, council.child) == []


def test_each_child_gets_a_request_of_their_own_in_the_same_words(council, sibling):
    request_id = sent(draft_of(council, siblings=[sibling.id]), council)
    with connected_as("loader"):
        first, second = Request.objects.get(id=request_id), Request.objects.get(child=sibling)
        assert first.told_together == second.told_together == first.draft_id != second.draft_id
        words = {
            r.child_id: dict(r.answers.values_list("question", "text__body"))
            for r in (first, second)
        }
        assert words[council.child.id] == words[sibling.id]
        about = TextBlock.objects.filter(child=sibling).values_list("also_about", flat=True)
        assert {tuple(also) for also in about} == {(council.child.id,)}
        assert Event.objects.filter(kind="request_sent").count() == 2
        assert Clock.objects.filter(timescale="referrer_told").count() == 2
    with acting_as(council.lead.id, at=LATER) as lead:
        together = queries.sent_together(lead, request_id)
        assert [(t.name, t.request_id) for t in together] == [("Bo O’Neill", second.id)]
        assert [t.request_id for t in queries.sent_together(lead, second.id)] == [request_id]
    with acting_as(council.other_lead.id, at=LATER) as other:
        assert queries.sent_together(other, request_id) == []


def test_the_hub_reads_about_whom_the_words_were_written(council, sibling):
    sent(draft_of(council, siblings=[sibling.id]), council)
    with connected_as("loader"):
        ids = {r.child_id: r.id for r in Request.objects.all()}
    with acting_as(council.screener.id, at=LATER) as hub:
        own = queries.request_for_hub(hub, ids[council.child.id], now=LATER)
        other = queries.request_for_hub(hub, ids[sibling.id], now=LATER)
    assert (own.written_about, other.written_about) == ("", "Zoë O’Neill")


def test_sent_twice_is_sent_once_for_each_child(council, sibling):
    draft_id = draft_of(council, siblings=[sibling.id])
    assert sent(draft_id, council) == sent(draft_id, council)
    with connected_as("loader"):
        assert Request.objects.count() == 2


def test_a_request_by_itself_was_sent_together_with_none(council):
    request_id = send(council)
    with connected_as("loader"):
        assert Request.objects.get().told_together is None
    with acting_as(council.lead.id, at=LATER) as lead:
        assert queries.sent_together(lead, request_id) == []


def test_nobody_who_was_not_offered_can_be_asked_about(council, sibling):
    with connected_as("loader"):
        stranger = make_child(council.authority, council.school, "Sam", "Stranger")
    given = [sibling.id, stranger.id, council.other_child.id, council.child.id]
    sent(draft_of(council, siblings=given), council)
    with connected_as("loader"):
        children = set(Request.objects.values_list("child_id", flat=True))
    assert children == {council.child.id, sibling.id}


def test_nothing_is_sent_while_a_chosen_child_is_no_longer_on_roll(council, sibling):
    draft_id = draft_of(council, siblings=[sibling.id])
    with connected_as("loader"):
        Relationship.objects.filter(child=sibling, kind="on_roll").update(ends_at=FRIDAY)
    with pytest.raises(actions.NoLongerOnRoll):
        sent(draft_id, council)
    with connected_as("loader"):
        assert not Request.objects.exists()
    with acting_as(council.lead.id, at=LATER) as lead:
        actions.choose_siblings(draft_id=draft_id, children=[], version=0, by=lead, at=LATER)
    sent(draft_id, council, at=LATER)
    with connected_as("loader"):
        assert Request.objects.count() == 1


def test_a_colleague_s_choice_is_not_overwritten_by_a_page_opened_before_it(council, sibling):
    draft_id = draft_of(council, siblings=[sibling.id])

    def chooses_nobody(version: int) -> None:
        with acting_as(council.deputy.id, at=LATER) as deputy:
            actions.choose_siblings(
                draft_id=draft_id, children=[], version=version, by=deputy, at=LATER
            )

    with pytest.raises(actions.ChangedMeanwhile, match="Ada Lead"):
        chooses_nobody(2)
    chooses_nobody(3)
    sent(draft_id, council, at=LATER)
    with connected_as("loader"):
        assert Request.objects.count() == 1


def save(council, who, draft_id, words, *, version, at=FRIDAY, question="what_happened"):
    with acting_as(getattr(council, who).id, at=at) as viewer:
        return actions.save_answer(
            draft_id=draft_id, question=question, words={question: words}, version=version,
            by=viewer, at=at,
        )  # fmt: skip


def replaced(council, draft_id) -> list[tuple[str, str, str]]:
    with acting_as(council.lead.id, at=LATER) as lead:
        kept = queries.draft_for_team(lead, draft_id).replaced
    return [(one.written_by, one.replaced_by, one.words) for one in kept]


def begun(council):
    with acting_as(council.lead.id, at=FRIDAY) as lead:
        return actions.begin_draft(child_id=council.child.id, by=lead, at=FRIDAY)


def test_words_that_a_colleague_replaces_are_kept_and_shown_until_it_is_sent(council):
    draft_id = begun(council)
    version = save(council, "lead", draft_id, "What Ada saw", version=1)
    with pytest.raises(actions.ChangedMeanwhile, match="Ada Lead"):
        save(council, "deputy", draft_id, "What Bea saw", version=1)
    assert replaced(council, draft_id) == []
    version = save(council, "deputy", draft_id, "What Bea saw", version=version)
    assert replaced(council, draft_id) == [("Ada Lead", "Bea Deputy", "What Ada saw")]
    save(council, "lead", draft_id, "What Ada saw", version=version)
    assert replaced(council, draft_id) == [
        ("Ada Lead", "Bea Deputy", "What Ada saw"),
        ("Bea Deputy", "Ada Lead", "What Bea saw"),
    ]


def test_nothing_is_kept_of_ones_own_words_or_of_what_is_only_added_to(council):
    draft_id = begun(council)
    version = save(council, "lead", draft_id, "What I saw", version=1)
    version = save(council, "lead", draft_id, "Other words", version=version)
    save(council, "deputy", draft_id, "Other words, and more", version=version)
    assert replaced(council, draft_id) == []


def test_what_the_team_itself_said_before_is_there_again_and_only_that(council):
    request_id = send(council)
    with acting_as(council.lead.id, at=LATER) as lead:
        said = {one.question: one for one in queries.prefilled(lead, council.child.id)}
    assert set(said) == {"household", "already_tried"}
    assert (said["household"].words, said["household"].said_at) == ("Words about household", FRIDAY)
    with connected_as("loader"):
        tie(council.child, council.other_school, "on_roll")
        assert Request.objects.get().id == request_id
    with acting_as(council.other_lead.id, at=LATER) as other:
        assert queries.prefilled(other, council.child.id) == []


def household(posting, council) -> list[tuple[str, object]]:
    with acting_as(posting.id, at=LATER) as viewer:
        said = queries.prefilled(viewer, council.child.id)
        return [(one.words, one.said_at) for one in said if one.question == "household"]


def test_who_is_at_home_comes_from_the_school_s_own_records_where_it_never_said(council):
    source = Source(code="test", load_id=None, authority_id=council.authority.id, at=FRIDAY)
    with connected_as("loader"):
        tie(council.child, council.other_school, "on_roll")
        for school, name in ((council.school, "Mum Oneill"), (council.other_school, "Gran Oneill")):
            told = MemberTold(
                child_id=council.child.id, kind="mother", name=name, parental_responsibility="yes",
                telephone="01632 960500", lives_with=True,
            )  # fmt: skip
            record_family_members([told], told_by=school.organisation_id, source=source)
    line = "{}: mother, lives with the child, has parental responsibility"
    assert household(council.lead, council) == [(line.format("Mum Oneill"), None)]
    assert household(council.other_lead, council) == [(line.format("Gran Oneill"), None)]
    send(council)
    assert household(council.lead, council) == [("Words about household", FRIDAY)]


def test_the_newest_words_are_the_ones_that_come_back(council):
    send(council, at=FRIDAY - timedelta(days=9))
    draft_id = draft_of(council)
    save(council, "lead", draft_id, "Gran moved in", version=9, question="household")
    sent(draft_id, council)
    with acting_as(council.lead.id, at=LATER) as lead:
        said = {one.question: one.words for one in queries.prefilled(lead, council.child.id)}
    assert said["household"] == "Gran moved in"


def test_a_school_that_asks_to_be_rung_says_so_on_the_request(council):
    draft_id = draft_of(council)
    with acting_as(council.lead.id, at=FRIDAY) as lead:
        actions.choose_telling(draft_id=draft_id, telephone_first=True, by=lead, at=FRIDAY)
    sent(draft_id, council)
    with connected_as("loader"):
        assert Request.objects.get().telephone_first


def test_another_school_cannot_touch_the_draft(council, sibling):
    draft_id = draft_of(council)
    with acting_as(council.other_lead.id, at=FRIDAY) as other:
        with pytest.raises(NotFound):
            actions.choose_telling(draft_id=draft_id, telephone_first=True, by=other, at=FRIDAY)
        with pytest.raises(NotFound):
            actions.choose_siblings(
                draft_id=draft_id, children=[sibling.id], version=1, by=other, at=FRIDAY
            )
