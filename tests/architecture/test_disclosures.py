"""Every query that shows somebody a record says which parts it shows: the audit is made of that."""

import ast

from tests.architecture.house import AREAS, modules, named, tree_of

# Each with its reason; one that is no longer needed fails the test below.
UNMARKED = {
    "people person": "asks people_by_id, which is marked",
    "front_door decision_of": "a piece of request_for_hub and request_for_referrer, both marked",
    "front_door as_the_school_will_read": "the words its own viewer has just written",
    "front_door decided_and_not_told": "ids of the viewer's own requests, to leave out what is not told",
    "front_door prefilled": "asks for answers and family, each marked",
    "front_door feedback_for_referrer": "asks feedback_of, which is marked",
    "front_door meetings_for_referrer": "asks meetings_told, which is marked",
    "front_door own_request": "a row for this area's queries: what they show of it is marked",
    "front_door sent_from": "the id of the viewer's own request, about no child",
    "front_door requests_of_enquiries": "ids the viewer already holds, about no child",
    "front_door how_many_possibly_same": "numbers: nothing of any other child",
    "people ids_possibly_same": "ids to count and compare, of whom nothing is shown",
    "front_door teams_to_ask": "teams, about no child",
    "front_door teams_that_answer": "teams, about no child",
    "front_door team_to_ask": "a team, about no child",
    "staffing away_now": "colleagues, about no child",
    "front_door school_record": "figures of the team's own requests, about no one child",
    "plans first_accepted": "moments of requests that the viewer already holds, for figures",
    "schools colleagues": "who works in the viewer's own team, about no child",
    "schools children_shared_with": "ids for people_by_id, which is marked",
    "schools colleagues_told_of": "whom an act ties to a child; require has noted the child",
    "schools own_requests_about": "ids an act ties to a child; require has noted the child",
    "schools share_home": "ids for people_by_id, which is marked, or for an act that notes them",
    "front_door queue_counts": "numbers, about no child",
    "front_door standing_rows": "a piece of the queue's queries, all marked",
    "front_door elsewhere": "ids and names of teams and authorities; the rows made of them are marked",
    "front_door written_about": "asks people_by_id, which is marked",
    "front_door known_since": "a piece of the school's queries, all marked",
    "plans requests_to_hand_on": "ids and names of teams; the rows made of them are marked",
    "plans requests_with_help": "ids the viewer already holds, about no child",
    "plans requests_answered": "ids of the viewer's own requests, to leave out what is answered",
    "plans requests_told_to_have_ended": "ids of the viewer's own requests, to leave out what is over",
    "people upns_of_namesakes": "more of the children that find_on_roll has noted",
    "challenges why_not_answer": "words about the viewer's own role, of a challenge already in hand",
    "allegations own_draft": "the words its own viewer has just written",
    "messages unread_by_oneself": "yes or no, about no child",
    "plans as_the_school_will_read": "the words its own viewer has just written",
    "plans owes_answer": "a yes or no about a request the viewer names; due_of_timescale is marked",
    "plans colleagues": "people of the viewer's own team, about no child",
    "plans teams_to_invite": "names of teams, about no child",
    "plans members_of": "more of the help that help_for has noted",
    "chronology chronology_length": "a number of the entries that chronology_of notes",
    "chronology organisations_in": "organisations of the entries that chronology_of notes",
    "chronology causes_of": "codes and ids of messages the viewer already holds",
    "loads matches_waiting": "a number, about no child",
    "case_system waiting_by_reason": "numbers, about no child",
    "front_door standing_now": "numbers, about no child",
    "front_door requests_counted": "codes, days and moments for counting, about no child",
    "plans open_help": "numbers, about no child",
    "messages unread_count": "a number, about no child",
    "messages is_unread": "yes or no for a query of what the viewer may read, about no child",
    "messages unread_subjects": "ids the viewer already holds, about no child",
}


def viewer_queries():
    """By area and name, every public query that takes a viewer, and whether it is marked."""
    for path in modules(AREAS):
        area, *inside = path.relative_to(AREAS).parts
        if not inside or not inside[0].startswith("queries"):
            continue
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                if any(argument.arg == "viewer" for argument in arguments):
                    yield f"{area} {node.name}", is_marked(node)


def is_marked(node):
    return any(
        isinstance(mark, ast.Call)
        and isinstance(mark.func, ast.Name)
        and mark.func.id in ("discloses", "discloses_matters")
        and mark.args
        for mark in node.decorator_list
    )


def test_every_query_that_takes_a_viewer_says_what_it_discloses():
    unmarked = {name for name, marked in viewer_queries() if not marked}
    assert unmarked - set(UNMARKED) == set()


def test_an_exception_that_is_no_longer_needed_is_taken_off_the_list():
    assert set(UNMARKED) <= {name for name, marked in viewer_queries() if not marked}


def test_the_queries_are_really_found():
    assert {"people people_by_id", "front_door request_for_hub", "chronology chronology_of"} <= {
        name for name, marked in viewer_queries() if marked
    }, f"looked in {named(AREAS)}"


def test_a_query_without_the_mark_is_seen_to_lack_it():
    bare, marked = ast.parse("def a(viewer): ...\n@discloses('identity')\ndef b(viewer): ...").body
    assert (is_marked(bare), is_marked(marked)) == (False, True)
