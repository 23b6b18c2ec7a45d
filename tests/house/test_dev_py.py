import ast
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pytest

import dev
from tools import setting_up
from tools.setting_up import CannotGoOn, do_once, locked, require_python


@pytest.fixture
def stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(setting_up, "STAMPS", tmp_path / "stamps")
    return tmp_path / "stamps"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "a.lock").write_text("first")
    return tmp_path / "a.lock"


def test_a_step_is_done_once_until_its_file_changes(stamps: Path, file: Path) -> None:
    done: list[str] = []
    for content in ("first", "first", "second", "second", "first"):
        file.write_text(content)
        do_once("a step", lambda: done.append(file.read_text()), [file])
    assert done == ["first", "second", "first"]


def test_a_step_that_failed_is_done_again(stamps: Path, file: Path) -> None:
    def fail() -> None:
        raise CannotGoOn("no network")

    done: list[int] = []
    do_once("a step", lambda: done.append(1), [file])
    file.write_text("changed")
    with pytest.raises(CannotGoOn):
        do_once("a step", fail, [file])
    file.write_text("first")
    do_once("a step", lambda: done.append(2), [file])
    assert done == [1, 2]


def test_a_step_whose_product_was_removed_is_done_again(stamps: Path, file: Path) -> None:
    product = file.with_name("product")
    done: list[int] = []
    for _ in range(2):
        do_once("a step", lambda: (done.append(1), product.touch()), [file], product)
    product.unlink()
    do_once("a step", lambda: (done.append(1), product.touch()), [file], product)
    assert done == [1, 1]


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(CannotGoOn, match=r"needs Python 3\.11 or newer"):
        require_python()


@pytest.mark.parametrize("name", ["dev.py", "tools/setting_up.py"])
def test_an_old_python_can_read_far_enough_to_say_so(repository: Path, name: str) -> None:
    ast.parse((repository / name).read_text(), feature_version=(3, 8))


def test_a_python_without_venv_is_told_which_package_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(CannotGoOn, match="apt-get install python3-venv"):
        require_python()


def test_one_package_is_taken_from_the_lock_with_its_hashes() -> None:
    ours = "uv==2 \\\n    --hash=sha256:11\n    --hash=sha256:22\n"
    assert locked("uv", f"a==1 \\\n    --hash=sha256:00\n{ours}uv-more==3\n") == ours


def test_what_pip_is_told_uv_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "global.index-url='https://mirror.example/simple'\n:env:.find-links='/one\\n/two'\n"
    answer = SimpleNamespace(stdout=listed)
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_options: answer)
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("UV_FIND_LINKS", raising=False)
    settings = setting_up.uv_settings()
    assert settings["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert settings["UV_FIND_LINKS"] == "/one,/two"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")
    assert "UV_DEFAULT_INDEX" not in setting_up.uv_settings()


@pytest.mark.parametrize("home", ["", "/no/such/folder"])
def test_a_home_that_cannot_be_written_is_replaced(
    home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", home)
    assert setting_up.environment()["HOME"] == str(setting_up.VENV)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], ["-n", "2"]),
        (["-k", "school"], ["-n", "2", "-k", "school"]),
        (["tests/house"], ["-n", "2", "tests/house"]),
        (["tests/house/test_locks.py"], ["tests/house/test_locks.py"]),
        (["tests/a/test_b.py::test_c", "-x"], ["tests/a/test_b.py::test_c", "-x"]),
        (["a/test_b.py", "c/test_d.py"], ["-n", "2", "a/test_b.py", "c/test_d.py"]),
        (["-n", "4"], ["-n", "4"]),
        (["-n0"], ["-n0"]),
        (["--numprocesses=1"], ["--numprocesses=1"]),
    ],
)
def test_two_processes_unless_one_file_is_asked_for(given: list[str], told: list[str]) -> None:
    assert dev.pytest_arguments(given, with_browser=True) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["-n0"], ["-m", "not browser", "-n0"]),
        (["-n0", "-m", "slow"], ["-n0", "-m", "(slow) and not browser"]),
    ],
)
def test_without_a_browser_its_journeys_are_left_out(given: list[str], told: list[str]) -> None:
    assert dev.pytest_arguments(given, with_browser=False) == told


def test_without_a_browser_the_last_line_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(dev, "find_chromium", lambda: None)
    monkeypatch.setattr(dev, "run_to_end", lambda *_command, **_more: 0)
    assert dev.test(SimpleNamespace(rest=[])) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert "skipped" in last
    assert dev.chromium_command() in last


def test_ci_never_skips_the_journeys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(dev, "find_chromium", lambda: None)
    with pytest.raises(CannotGoOn, match="need Chromium"):
        dev.test(SimpleNamespace(rest=[]))


def test_the_browser_may_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = tmp_path / "my-chromium"
    browser.touch(mode=0o755)
    monkeypatch.setenv("ALONGSIDE_CHROMIUM", str(browser))
    assert dev.find_chromium() == str(browser)


def test_what_follows_test_is_for_pytest() -> None:
    chosen = dev.read_arguments(["test", "-k", "school", "--help"])
    assert (chosen.work, chosen.rest) == (dev.test, ["-k", "school", "--help"])


def test_the_demo_takes_a_port_and_a_number_of_children() -> None:
    chosen = dev.read_arguments(["demo", "--port", "8123", "--children", "200"])
    assert (chosen.work, chosen.port, chosen.children) == (dev.demo, 8123, 200)


@pytest.mark.parametrize("words", [[], ["tidy"], ["demo", "--port", "x"], ["setup", "extra"]])
def test_words_it_does_not_know_are_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        dev.read_arguments(words)
    assert "usage: dev.py" in capsys.readouterr().err


def test_checking_goes_on_after_a_failure_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = iter([1, *[0] * len(dev.CHECKS)])
    monkeypatch.setattr(dev, "run_to_end", lambda *_command, **_more: next(codes))
    assert dev.check(SimpleNamespace()) == 1
    table = capsys.readouterr().out.splitlines()[-len(dev.CHECKS) :]
    assert [("FAILED" in line, " ok " in line) for line in table] == [
        (True, False),
        *[(False, True)] * (len(dev.CHECKS) - 1),
    ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_program_being_run_is_ended_with_us(repository: Path, number: signal.Signals) -> None:
    """The inner program says when it is ready, and what it was sent."""
    inner = textwrap.dedent("""
        import signal, sys
        signal.signal(signal.SIGINT, lambda *_: sys.exit("inner ended"))
        print("ready", flush=True)
        signal.pause()
    """)
    outer = textwrap.dedent(f"""
        import signal, sys, dev
        signal.signal(signal.SIGTERM, dev.end)
        try:
            dev.run_to_end(sys.executable, "-c", {inner!r})
        except KeyboardInterrupt:
            sys.exit("outer ended")
    """)
    with subprocess.Popen(
        [sys.executable, "-c", outer],
        cwd=repository,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        running.send_signal(number)
        _, words = running.communicate(timeout=20)
    assert words.split("\n")[:2] == ["inner ended", "outer ended"]


def test_every_template_has_the_ending_that_the_template_check_reads(repository: Path) -> None:
    endings = {".jinja", ".jinja2", ".j2", ".njk", ".htm"}
    assert not [path for path in (repository / "src").rglob("*") if path.suffix in endings]
