#!/usr/bin/env python3
"""One command for all who work on Alongside: python3 dev.py setup | demo | test | check | bench.

Needs Python 3.11 and nothing else; brings the rest into .venv and node_modules beside this file.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time

from tools.setting_up import (
    PROGRAMS,
    PYTHON,
    REPOSITORY,
    CannotGoOn,
    environment,
    say,
    set_up,
)

SECONDS_TO_END = 30
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ON_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
CHECKS = (
    ("lint", "-m", "ruff", "check", "."),
    ("format", "-m", "ruff", "format", "--check", "."),
    ("types", "-m", "mypy", "src"),
    ("who imports whom", "-c", "from importlinter.cli import lint_imports_command as c; c()"),
    ("templates", "-m", "djlint", "--lint", "--quiet", "src/alongside/web"),
    ("system checks", "-m", "django", "check", "--fail-level", "WARNING"),
    ("missing migrations", "-m", "django", "makemigrations", "--check", "--dry-run"),
    ("safe migrations", "-m", "tools.check_migrations"),
    ("stale documents", "-m", "tools.generate_docs", "--check"),
)


class Ended(KeyboardInterrupt):
    """SIGTERM, which reached us alone; Ctrl-C reaches the programs we run as well."""


def main(arguments):
    """Does one task and returns the exit code."""
    signal.signal(signal.SIGTERM, end)
    chosen = read_arguments(arguments)
    try:
        set_up()
        return chosen.work(chosen)
    except CannotGoOn as reason:
        print(reason, file=sys.stderr)
    except subprocess.CalledProcessError as failed:
        command = " ".join(map(str, failed.cmd))
        print(f"This did not work; its own words are above: {command}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return 1


def end(_number, _frame):
    """Turns SIGTERM into an exception, so that what we run is ended first."""
    raise Ended


def read_arguments(arguments):
    """The task with its options; `rest` is what pytest is to be told."""
    top = argparse.ArgumentParser(prog="dev.py", description=__doc__.splitlines()[0])
    tasks = top.add_subparsers(required=True, metavar="TASK")

    def task(name, work, **about):
        added = tasks.add_parser(name, **about)
        added.set_defaults(work=work, rest=[])
        return added

    task("setup", finish_setup, help="bring or renew everything that is needed")
    a_demo = task("demo", demo, help="a made-up council, in your browser")
    a_demo.add_argument("--port", type=int, help="where to serve it")
    a_demo.add_argument("--children", type=int, help="how many children to make up")
    task("test", test, help="run the tests; takes pytest's own arguments", add_help=False)
    task("check", check, help="lint, types, imports, templates, documents")
    a_bench = task("bench", bench, help="measure, beside others")
    a_bench.add_argument("name", nargs="?", help="a module of bench/; without it, all")
    a_bench.add_argument("rest", nargs=argparse.REMAINDER, help="its own options: --pupils 100000")
    if arguments[:1] == ["test"]:
        return argparse.Namespace(work=test, rest=arguments[1:])
    return top.parse_args(arguments)


def run_to_end(*command, **more):
    """The exit code of a program, which is given time to clear up when we are stopped."""
    words = [str(part) for part in command]
    child = subprocess.Popen(words, cwd=REPOSITORY, env=environment(**more))
    try:
        return child.wait()
    except KeyboardInterrupt as stopped:
        # At a terminal Ctrl-C reached it already; a second one would cut its clearing up short.
        if isinstance(stopped, Ended) or not sys.stdin.isatty():
            child.send_signal(signal.SIGINT)
        try:
            child.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        raise


def finish_setup(_chosen):
    """Nothing is left to do."""
    say("everything is ready")
    return 0


def demo(chosen):
    """Becomes the demo, so that Ctrl-C and SIGTERM are its own."""
    words = [str(PROGRAMS / "alongside"), "demo"]
    for option in ("port", "children"):
        if getattr(chosen, option) is not None:
            words += [f"--{option}", str(getattr(chosen, option))]
    os.chdir(REPOSITORY)
    os.execve(words[0], words, environment())  # noqa: S606 - our own program, no shell wanted


def test(chosen):
    """Runs pytest; without a Chromium the browser journeys are left out, but never in CI."""
    chromium = find_chromium()
    if chromium is None and os.environ.get("CI") == "true":
        raise CannotGoOn(f"The browser journeys need Chromium. Bring it with: {chromium_command()}")
    words = [PYTHON, "-m", "pytest", *pytest_arguments(chosen.rest, chromium is not None)]
    if chromium is not None:
        return run_to_end(*words, ALONGSIDE_CHROMIUM=chromium)
    code = run_to_end(*words)
    print(f"The browser journeys were skipped: no Chromium. Bring it with: {chromium_command()}")
    return code


def pytest_arguments(given, with_browser):
    """What pytest is told: two at once, unless one file is asked for or it is said otherwise."""
    said = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in given)
    one_file = len([word for word in given if ".py" in word and word[0] != "-"]) == 1
    words = list(given) if said or one_file else ["-n", "2", *given]
    if with_browser:
        return words
    if "-m" in words[:-1]:
        place = words.index("-m") + 1
        words[place] = f"({words[place]}) and not browser"
        return words
    return ["-m", "not browser", *words]


def find_chromium():
    """The browser for the journeys, or None."""
    named = os.environ.get("ALONGSIDE_CHROMIUM")
    candidates = (named,) if named else (*CHROMIUM_NAMES, CHROMIUM_ON_MAC)
    return next((found for found in map(shutil.which, candidates) if found), None)


def chromium_command():
    """What to type to bring Chromium."""
    if sys.platform == "darwin":
        return "brew install --cask google-chrome"
    return "sudo apt-get install chromium fonts-liberation"


def check(_chosen):
    """Runs every check, even after one fails, and prints how each ended."""
    results = []
    for name, *command in CHECKS:
        print(f"== {name}", flush=True)
        began = time.monotonic()
        code = run_to_end(PYTHON, *command, DJANGO_SETTINGS_MODULE="alongside.config.settings")
        results.append((name, code == 0, time.monotonic() - began))
    print()
    for name, passed, seconds in results:
        print(f"{name:<20} {'ok' if passed else 'FAILED':<8} {seconds:6.1f} s")
    return 0 if all(passed for _, passed, _ in results) else 1


def bench(chosen):
    """Runs one measurement, or each of bench/ in turn."""
    known = sorted(p.stem for p in (REPOSITORY / "bench").glob("*.py") if p.stem[0] != "_")
    if chosen.name is not None and chosen.name not in known:
        raise CannotGoOn(f"There is no bench/{chosen.name}.py. There is: {', '.join(known)}")
    names = known if chosen.name is None else [chosen.name]
    return max([run_to_end(PYTHON, "-m", f"bench.{n}", *chosen.rest) for n in names], default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
