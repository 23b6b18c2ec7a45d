"""A long load: read whole first, applied batch by batch, gone on with after it was stopped."""

from datetime import UTC, datetime, timedelta

import pytest

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.loads.actions import FileChanged, Overtaken
from alongside.areas.loads.actions.rejecting import written_of
from alongside.areas.loads.actions.running import run_load
from alongside.areas.loads.models import Load, Rejection
from alongside.areas.loads.queries import rows_to_send_back
from alongside.areas.loads.reading import Rejected
from alongside.areas.loads.reading.refusals import TableRefused
from alongside.register.models import Team
from tests.factories.council import make_council
from tests.factories.counting import TeamsFile, write_teams
from tests.factories.loads import make_load

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
NAMES = ["Oak", "?", "Elm", "!", "Ash", "Fir", "Yew"]


class Instead:
    """A file of which one thing is otherwise."""

    def __init__(self, source):
        self.source = source

    def __getattr__(self, name):
        return getattr(self.source, name)


class Shrinks(Instead):
    """It has fewer lines by the time it is applied."""

    def units(self, after):
        yield from list(self.source.units(after))[:3]


class Loses(Instead):
    """Another run goes on with its load after the first batch."""

    def __init__(self, source, goes_on):
        super().__init__(source)
        self.goes_on = goes_on

    def units(self, after):
        for number, name in self.source.units(after):
            if number == 3:
                Load.objects.update(**self.goes_on)
            yield number, name


class Killed(BaseException):
    """The process ends between two batches."""


@pytest.fixture
def council(db):
    council = make_council()
    with connected_as("loader"):
        yield council


@pytest.fixture
def loads(council, tmp_path):
    """Load names as a file; `killed_at` ends the process when the batch with that line comes."""

    def load(names=NAMES, *, at=NOW, killed_at=0, end="end", kind="cin_census"):
        def between(line):
            if killed_at and line >= killed_at:
                raise Killed

        source = TeamsFile(
            path=write_teams(tmp_path / "teams.txt", names, end=end),
            authority_id=council.authority.id,
            organisation_id=council.hub.organisation_id,
            between=between,
            kind=kind,
        )
        return run_load(source, at=at, operator="op", batch=2)

    return load


def teams():
    return sorted(Team.objects.filter(kind="charity_team").values_list("name", flat=True))


def end_state():
    """Everything a load leaves, without its ids and moments."""
    row = Load.objects.get()
    kept = ("state", "units_total", "units_done", "rows_read", "rows_rejected", "taken", "added")
    return (
        teams(),
        {name: getattr(row, name) for name in kept},
        sorted(Rejection.objects.values_list("line", "column", "reason", "value", "unit")),
        Event.objects.filter(kind="file_loaded").count(),
    )


def test_a_load_takes_what_it_can_and_keeps_what_goes_back(loads):
    done = loads()
    assert teams() == ["Ash", "Elm", "Fir", "Oak", "Yew"]
    assert (done.read, done.taken, done.added, done.rejected, done.went_on_from) == (7, 5, 5, 2, 0)
    row = Load.objects.get()
    assert (row.state, row.sender, row.operator) == ("finished", "Thornmere Council", "op")
    assert row.finished_at >= row.started_at == NOW
    assert [(r.line, r.value, r.unit, r.by_reading) for r in Rejection.objects.order_by("line")] == [
        (2, "?", "T2", True), (4, "!", "", False),
    ]  # fmt: skip


@pytest.mark.parametrize("killed_at", [1, 3, 5, 7])
def test_killed_at_any_batch_it_goes_on_to_the_same_end(loads, killed_at):
    with pytest.raises(Killed):
        loads(killed_at=killed_at)
    stopped = Load.objects.get()
    assert (stopped.state, stopped.units_done) == ("stopped", killed_at - 1)
    assert "Run the same command" in stopped.problem
    assert loads(at=NOW + timedelta(hours=1)).went_on_from == killed_at - 1
    assert Load.objects.get().went_on == 1
    assert end_state() == (
        ["Ash", "Elm", "Fir", "Oak", "Yew"],
        {"state": "finished", "units_total": 7, "units_done": 7, "rows_read": 7, "rows_rejected": 2,
         "taken": 5, "added": 5},
        [(2, "Team", "This is not a name.", "?", "T2"), (4, "Team", "No team is called this.", "!", "")],
        1,
    )  # fmt: skip


def test_of_a_file_that_is_cut_short_nothing_is_taken_but_that_it_came(loads):
    with pytest.raises(TableRefused):
        loads(end="en")
    row = Load.objects.get()
    assert (row.state, row.problem, row.units_done) == ("refused", "The file is cut short.", 0)
    assert (teams(), Event.objects.count(), Rejection.objects.count()) == ([], 0, 0)


def test_the_same_file_again_changes_nothing(loads):
    loads()
    again = loads(at=NOW + timedelta(days=1))
    assert (again.added, again.taken, again.went_on_from) == (0, 5, 0)
    assert Load.objects.filter(state="finished").count() == 2


def test_a_stopped_load_is_not_gone_on_with_where_another_file_came_since(loads):
    with pytest.raises(Killed):
        loads(killed_at=5)
    loads(["Lime"], at=NOW + timedelta(hours=1))
    assert loads(at=NOW + timedelta(hours=2)).went_on_from == 0
    states = Load.objects.order_by("started_at").values_list("state", flat=True)
    assert list(states) == ["stopped", "finished", "finished"]


def test_an_older_file_that_waited_is_refused(loads):
    loads(at=NOW)
    with pytest.raises(Overtaken):
        loads(["Lime"], at=NOW - timedelta(minutes=1))
    assert teams() == ["Ash", "Elm", "Fir", "Oak", "Yew"]
    refused = Load.objects.get(state="refused")
    assert "has been loaded since this load began" in refused.problem


def test_a_refused_file_overtakes_nobody(loads):
    with pytest.raises(TableRefused):
        loads(["Lime"], end="", at=NOW + timedelta(minutes=5))
    loads(at=NOW)
    assert len(teams()) == 5


def test_a_file_that_changes_while_it_is_loaded_is_said_to_have(loads, council, tmp_path):
    source = TeamsFile(
        path=write_teams(tmp_path / "teams.txt", NAMES),
        authority_id=council.authority.id,
        organisation_id=council.hub.organisation_id,
    )
    with pytest.raises(FileChanged):
        run_load(Shrinks(source), at=NOW, operator="op", batch=2)
    assert Load.objects.get().state == "stopped"


def test_what_seemed_under_way_is_known_to_have_died_when_the_next_load_has_its_turn(loads):
    loads()
    Load.objects.update(state="applying")
    loads(["Lime"], at=NOW + timedelta(hours=1), kind="ssda903")
    assert sorted(Load.objects.values_list("state", flat=True)) == ["finished", "stopped"]


class Breaks(Exception):
    """Its words name a child."""


def test_words_of_an_error_that_may_name_a_child_are_not_kept(council, tmp_path):
    def breaks(line):
        raise Breaks("Zoë O’Neill")

    source = TeamsFile(
        path=write_teams(tmp_path / "teams.txt", NAMES),
        authority_id=council.authority.id,
        organisation_id=council.hub.organisation_id,
        between=breaks,
    )
    with pytest.raises(Breaks):
        run_load(source, at=NOW, operator="op")
    row = Load.objects.get()
    assert "Breaks" in row.problem
    assert "Zoë" not in f"{Load.objects.values().get()}"


def test_a_run_that_lost_its_turn_leaves_the_run_that_goes_on_alone(council, tmp_path):
    source = TeamsFile(
        path=write_teams(tmp_path / "teams.txt", NAMES),
        authority_id=council.authority.id,
        organisation_id=council.hub.organisation_id,
    )
    goes_on = {"started_at": NOW + timedelta(minutes=1), "units_done": 4, "state": "applying"}
    with pytest.raises(Overtaken):
        run_load(Loses(source, goes_on), at=NOW, operator="op", batch=2)
    row = Load.objects.get()
    assert {name: getattr(row, name) for name in goes_on} == goes_on
    assert row.problem == ""


def test_who_a_child_is_stands_in_the_file_that_goes_back_and_not_in_the_database(
    council, tmp_path
):
    load = make_load(
        council.authority,
        born := Rejected(2, "PersonBirthDate", "There is no such day.", "2015-02-31", unit="7001"),
        Rejected(3, "Legal Surname", "This is too long.", "O’Neill"),
        Rejected(4, "ReferralSource", "There is no such code.", "9Z"),
    )
    rows = Rejection.objects.order_by("line").values_list("line", "value", "withheld")
    assert list(rows) == [(2, "", True), (3, "", True), (4, "9Z", False)]
    _, *back = rows_to_send_back(load, written_of([born]))
    assert [row[-1] for row in back] == ["2015-02-31", "Not kept here: see the line", "9Z"]


def test_what_was_not_taken_goes_a_year_after_its_load_with_the_next(loads, council):
    for days in (364, 366):
        make_load(council.authority, Rejected(2, "Team", "No."), at=NOW - timedelta(days=days))
    loads(["Oak"])
    assert Rejection.objects.get().load.started_at == NOW - timedelta(days=364)
    assert Load.objects.count() == 3
