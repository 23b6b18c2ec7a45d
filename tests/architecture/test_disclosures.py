"""Every query that shows somebody a record says which parts it shows: the audit is made of that."""

import ast

from tests.architecture.house import AREAS, modules, named, tree_of

# Each with its reason; one that is no longer needed fails the test below.
UNMARKED = {
    "people person": "asks people_by_id, which is marked",
    "front_door decision_of": "a piece of request_for_hub and request_for_referrer, both marked",
    "front_door as_the_school_will_read": "the words its own viewer has just written",
    "front_door decided_and_not_told": "ids of the viewer's own requests, to leave out what is not told",
    "front_door sent_from": "the id of the viewer's own request, about no child",
    "front_door queue_length": "a number, about no child",
    "people upns_of_namesakes": "more of the children that find_on_roll has noted",
    "chronology chronology_length": "a number of the entries that chronology_of notes",
    "chronology organisations_in": "organisations of the entries that chronology_of notes",
    "chronology causes_of": "codes and ids of messages the viewer already holds",
    "front_door standing_now": "numbers, about no child",
    "front_door requests_counted": "codes, days and moments for counting, about no child",
    "front_door requests_of_enquiries": "ids of messages the viewer already holds",
    "plans open_help": "numbers, about no child",
    "messages unread_count": "a number, about no child",
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
        and mark.func.id == "discloses"
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
