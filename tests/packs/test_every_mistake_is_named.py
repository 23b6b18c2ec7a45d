"""Every mistake in a pack is refused with the file, the key and the reason."""

import shutil
from pathlib import Path

import pytest

from alongside.packs import PackInvalid, PackNotFound, clear_packs, load_pack, reading
from tests.packs.packs_on_disk import FRONT_DOOR, SOUND, write_pack

TOLD = "[timescale.referrer_told]\n"
NEW_CLOCK = (
    '[timescale.visit]\nlabel = "Visit"\nabout = "child"\nstarts_on = ["a"]\nstops_on = ["b"]\n'
    'source = "Local"\n'
)

# (file, what the authority wrote, key, words of the reason)
MISTAKES = [
    ("pack.toml", "", "name", "must be set in the authority's own pack"),
    ("pack.toml", "name = 3", "name", "must be text"),
    ("pack.toml", "name = ", "", "cannot be read as TOML"),
    ("acess.toml", "", "", "no pack has a file of this name"),
    ("roles.toml", "[roles.head]", "roles", "is not a key that can be set here; use one of: role"),
    ("roles.toml", "role = 1", "role", "must be a table"),
    ("roles.toml", "[role.head]\nlabel = ' '", "role.head.label", "not blank"),
    ("roles.toml", "[role.head]\ntitle = 'x'", "role.head.title", "is not a key"),
    (
        "roles.toml",
        "[role.head]\nheld_in = ['prison']",
        "role.head.held_in",
        "'prison' is not known",
    ),
    ("roles.toml", "[role.head]\nheld_in = []", "role.head.held_in", "not empty"),
    ("roles.toml", "[role.head]\nheld_in = ['charity']", "role.head.held_in", "may not hold"),
    (
        "roles.toml",
        "[role.hub_screener]\nregistered_social_worker = true",
        "role.hub_screener.registered_social_worker",
        "cannot be made true",
    ),
    ("roles.toml", "[role.system]\ncan_sign_in = true", "role.system.can_sign_in", "made true"),
    ("roles.toml", "[role.head]\ncan_sign_in = 'no'", "role.head.can_sign_in", "true or false"),
    ("roles.toml", "[role.mayor]\nlabel = 'Mayor'", "role.mayor", "cannot add one"),
    ("access.toml", "[[grant]]\nroles = ['head']", "grant", "use one of: remove"),
    ("access.toml", "remove = 'all'", "remove", "must be a list of tables"),
    ("access.toml", "[[remove]]\nroles = ['head']", "remove[1].reason", "is missing"),
    (
        "access.toml",
        "[[remove]]\nparts = ['diary']\nreason = 'x'",
        "remove[1].parts",
        "item 1: 'diary' is not known",
    ),
    (
        "access.toml",
        "[[remove]]\nrelationship = 'link_worker'\nreason = 'x'",
        "remove[1]",
        "takes nothing away",
    ),
    ("audiences.toml", "[[audience]]\nevent = 'a'", "audience", "use one of: remove"),
    ("audiences.toml", "[[remove]]\nreason = 'x'", "remove[1].event", "is missing"),
    (
        "audiences.toml",
        "[[remove]]\nevent = 'tea_made'\nreason = 'x'",
        "remove[1].event",
        "nobody is told of 'tea_made'",
    ),
    (
        "audiences.toml",
        "[[remove]]\nevent = 'request_decided'\nreason = 'x'",
        "remove[1].event",
        "is a duty and cannot be taken away",
    ),
    (
        "audiences.toml",
        "[[remove]]\nevent = 'decision_proposed'\ntell = ['on_roll']\nreason = 'x'",
        "remove[1].tell",
        "a relationship that is not told",
    ),
    (
        "audiences.toml",
        "[[remove]]\nevent = 'decision_proposed'\nparts = ['plan']\nreason = 'x'",
        "remove[1].parts",
        "a part that is not told",
    ),
    ("timescales.toml", TOLD + "limit = '1 day'", "timescale.referrer_told.limit", "not a limit"),
    ("timescales.toml", TOLD + "limit = 3", "timescale.referrer_told.limit", "must be text"),
    (
        "timescales.toml",
        TOLD + "limit = '2 working days'",
        "timescale.referrer_told.source",
        "a source of its own",
    ),
    ("timescales.toml", TOLD + "stop_on = ['a']", "timescale.referrer_told.stop_on", "not a key"),
    (
        "timescales.toml",
        TOLD + "starts_on = ['Request sent']",
        "timescale.referrer_told.starts_on",
        "lower-case words",
    ),
    (
        "timescales.toml",
        TOLD + "stops_on = ['a', 'a']",
        "timescale.referrer_told.stops_on",
        "'a' is there twice",
    ),
    (
        "timescales.toml",
        TOLD + "in_force_from = '2026-09-01'",
        "timescale.referrer_told.in_force_from",
        "a date without quotes",
    ),
    (
        "timescales.toml",
        TOLD + "warn = [{ before = '1 hour', tell = 'received' }]",
        "timescale.referrer_told.warn[1].event",
        "is missing",
    ),
    (
        "timescales.toml",
        TOLD + "overdue = { tell = 'on_roll', event = 'clock_overdue' }",
        "timescale.referrer_told.overdue",
        "england/audiences.toml does not tell 'on_roll' of 'clock_overdue'",
    ),
    (
        "timescales.toml",
        TOLD + "pauses_on = ['a']",
        "timescale.referrer_told",
        "pauses_on and resumes_on go together",
    ),
    ("timescales.toml", NEW_CLOCK, "timescale.visit.limit", "is missing"),
    ("thresholds.toml", "[[level]]\nnumber = 5", "level[1].number", "1, 2, 3 or 4"),
    ("thresholds.toml", "[[level]]\nnumber = 1\ncolour = 'red'", "level[1].colour", "not a key"),
    ("outcomes.toml", "default = 'happiness'", "default", "'happiness' is not a framework"),
    (
        "outcomes.toml",
        "framework.every_child_matters.outcomes = [{key='a', label='A'}, {key='a', label='B'}]",
        "framework.every_child_matters.outcomes",
        "'a' is there twice",
    ),
    ("outcomes.toml", "[framework.ours]\nname = 'Ours'", "framework.ours.outcomes", "is missing"),
    ("front_door.toml", "", "duty_line", "must be set in the authority's own pack"),
    ("front_door.toml", FRONT_DOOR + "opens = '9am'", "opens", "must be a time of day"),
    ("front_door.toml", FRONT_DOOR + "closes = '08:00'", "closes", "later than opens (09:00)"),
    ("front_door.toml", FRONT_DOOR + "days = 'sundays'", "days", "'sundays' is not known"),
    ("front_door.toml", FRONT_DOOR + "must_set = ['name']", "must_set", "is not a key"),
    (
        "front_door.toml",
        FRONT_DOOR.replace("01632 960500", "ring us"),
        "duty_line",
        "must be a telephone number",
    ),
    ("wording.toml", "[status]\nlost = 'Lost'", "status.lost", "is not a key"),
    ("wording.toml", "[status]\nwaiting = '{child}'", "status.waiting", "{child} cannot be filled"),
    ("wording.toml", "[status]\nwaiting = '{due'", "status.waiting", "without its other half"),
    ("wording.toml", "[status]\ndecided = '{outcome.x}'", "status.decided", "cannot be filled in"),
    ("wording.toml", "[outcome.tea]\nlabel = 'Tea'", "outcome.tea", "is not a key"),
    (
        "wording.toml",
        "[outcome.advice]\nlabel = '{team}'",
        "outcome.advice.label",
        "placeholders allowed: none",
    ),
]


@pytest.mark.parametrize(("file", "written", "key", "reason"), MISTAKES)
def test_a_mistake_is_refused_with_its_file_key_and_reason(
    tmp_path: Path, file: str, written: str, key: str, reason: str
) -> None:
    folder = write_pack(tmp_path, {file: written})

    with pytest.raises(PackInvalid) as refused:
        load_pack("ashmoor", folders=[folder])

    found = [each for each in refused.value.problems if each.key == key]
    assert [each.file for each in found] == [f"ashmoor/{file}"]
    assert reason in found[0].reason
    assert f"ashmoor/{file}: " in str(refused.value)


def test_one_mistake_is_one_line_and_many_mistakes_are_raised_together(tmp_path: Path) -> None:
    files = {
        "roles.toml": "[role.mayor]\nlabel = 'Mayor'",
        "timescales.toml": TOLD + "limit = '1 day'",
        "outcomes.toml": "default = 'happiness'",
    }

    with pytest.raises(PackInvalid) as refused:
        load_pack("ashmoor", folders=[write_pack(tmp_path, files)])

    assert [(each.file, each.key) for each in refused.value.problems] == [
        ("ashmoor/outcomes.toml", "default"),
        ("ashmoor/roles.toml", "role.mayor"),
        ("ashmoor/timescales.toml", "timescale.referrer_told.limit"),
    ]


def test_a_pack_not_found_says_which_are_there_and_where_it_looked(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, {})

    with pytest.raises(PackNotFound, match=r"ashmor.*ashmoor, thornmere") as refused:
        load_pack("ashmor", folders=[folder])

    assert str(tmp_path) in str(refused.value)


@pytest.mark.parametrize("key", ["../thornmere", "Thornmere", " ", "thornmere/"])
def test_a_key_is_never_a_path(key: str) -> None:
    with pytest.raises(PackNotFound):
        load_pack(key)


def test_england_by_itself_is_no_pack_because_nobody_could_be_rung() -> None:
    with pytest.raises(PackInvalid) as refused:
        load_pack("england")

    assert {"duty_line", "emergency_duty_team"} <= {each.key for each in refused.value.problems}


# (file, words in England's file, words put in their place, file named, key, words of the reason)
MISTAKES_IN_ENGLAND = [
    (
        "access.toml",
        'roles = ["head"]',
        'roles = ["mayor"]',
        "england/access.toml",
        "grant[5].roles",
        "'mayor' is not a role in roles.toml",
    ),
    (
        "access.toml",
        'acts = ["decide"]',
        'acts = ["propose_decision"]',
        "england/access.toml",
        "grant",
        "is granted 2 times",
    ),
    (
        "audiences.toml",
        'tell = ["referrer"]\nurgency = "at_once"\nparts = ["request"]\nemail = false',
        'tell = ["link_worker"]\nurgency = "at_once"\nparts = ["plan"]\nemail = false',
        "england/audiences.toml",
        "request_acknowledged",
        "nobody may read in england/access.toml",
    ),
    (
        "audiences.toml",
        'event = "request_acknowledged"',
        'event = "request_decided"',
        "england/audiences.toml",
        "request_decided",
        "'referrer' is told 2 times",
    ),
    (
        "thresholds.toml",
        "number = 2",
        "number = 1",
        "england/thresholds.toml",
        "level",
        "level 2 is there 0 times",
    ),
    (
        "wording.toml",
        '[outcome.advice]\nlabel = "Advice given"',
        "[outcome.advice]",
        "england/wording.toml",
        "outcome.advice.label",
        "is missing",
    ),
]


@pytest.mark.parametrize(
    ("file", "words", "instead", "named", "key", "reason"), MISTAKES_IN_ENGLAND
)
def test_england_s_own_files_are_held_to_the_same(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    words: str,
    instead: str,
    named: str,
    key: str,
    reason: str,
) -> None:
    england = tmp_path / "england"
    shutil.copytree(Path(reading.__file__).parent / "england", england)
    content = (england / file).read_text(encoding="utf-8")
    assert words in content
    (england / file).write_text(content.replace(words, instead, 1), encoding="utf-8")
    write_pack(tmp_path, SOUND)
    monkeypatch.setattr(reading, "_BUILT_IN", tmp_path)
    clear_packs()

    with pytest.raises(PackInvalid) as refused:
        load_pack("ashmoor")

    clear_packs()
    found = [each for each in refused.value.problems if (each.file, each.key) == (named, key)]
    assert any(reason in each.reason for each in found), str(refused.value)
