"""Brings everything this repository needs into .venv and node_modules beside it.

Each step leaves a stamp of the files it was done for, and is done again only when they change. The
stamps are in .venv, so that removing .venv starts afresh. Standard library only, and readable by an
old Python, so that an old one can be told so.
"""

import ast
import hashlib
import importlib.util
import os
import platform
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
VENV = REPOSITORY / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
UV = PROGRAMS / ("uv.exe" if os.name == "nt" else "uv")
STAMPS = VENV / "stamps"
VENDOR = REPOSITORY / "src/alongside/web/static/vendor"
OLDEST_PYTHON = (3, 11)
OLDEST_NPM = 7
STARTED = time.monotonic()

PROJECT_FILES = ("requirements.lock", "pyproject.toml", "LICENSE", "src/alongside/__init__.py")
FRONT_END_FILES = ("package.json", "package-lock.json", ".npmrc", "requirements-node.lock")
# What pip is told, by its settings or by PIP_ variables, in the words of uv.
PIP_TO_UV = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "proxy": ("ALL_PROXY", " "),
}


class CannotGoOn(Exception):
    """Something outside this repository is missing; the message says what to do."""


def set_up():
    """Brings everything that is missing or out of date."""
    require_python()
    steps = (
        ("environment", make_venv, (), PYTHON),
        ("packages", install_packages, ("requirements.lock",), UV),
        ("project", install_project, PROJECT_FILES, PROGRAMS / "alongside"),
        ("front-end packages", install_front_end, FRONT_END_FILES, REPOSITORY / "node_modules"),
        ("look of the pages", build_assets, (*FRONT_END_FILES, "tools/build_assets.py"), VENDOR),
    )
    for name, work, files, product in steps:
        do_once(name, work, [REPOSITORY / file for file in files], product)


def do_once(name, work, files, product=None):
    """Does the work unless it was done for these very files and what it made is still there."""
    stamp = STAMPS / name.replace(" ", "-")
    made = product is None or product.exists()
    if made and stamp.exists() and stamp.read_text() == fingerprint(files):
        return
    if stamp.exists():
        stamp.unlink()
    say(f"{name} ...", end="")
    began = time.monotonic()
    work()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(fingerprint(files))
    print(f" {time.monotonic() - began:.1f} s", flush=True)


def fingerprint(files):
    """Changes when any of the files, or the Python that .venv stands on, changes."""
    digest = hashlib.sha256(os.path.realpath(PYTHON).encode() if not files else b"")
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def require_python():
    """Stops with advice unless this Python can make an environment."""
    here = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        raise CannotGoOn(f"Alongside needs Python 3.11 or newer; {sys.executable} is {here}.")
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise CannotGoOn(
            "This Python cannot make an environment: its venv module is missing. On Debian or "
            "Ubuntu bring it with `sudo apt-get install python3-venv`, then run this again."
        )


def make_venv():
    """An environment of its own, from the Python that runs this file."""
    base = getattr(sys, "_base_executable", sys.executable)
    run(base, "-m", "venv", "--clear", VENV)


def install_packages():
    """Exactly what the lock names, each file checked against its hash."""
    if not UV.exists():
        with tempfile.TemporaryDirectory() as folder:
            only_uv = Path(folder, "uv.txt")
            only_uv.write_text(locked("uv", (REPOSITORY / "requirements.lock").read_text()))
            install = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
            run(*install, "--no-deps", "--require-hashes", "-r", only_uv)
    uv("sync", "--require-hashes", "--compile-bytecode", "requirements.lock")


def install_project():
    """The project itself, so that a change in src/ is in force at once."""
    uv("install", "--no-deps", "--no-build-isolation", "--editable", ".")


def install_front_end():
    """The style sheets and scripts of the pages, none of whose own programs are run."""
    command = (npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    # npm's count of packages goes nowhere; what is wrong it says on the other channel.
    run(*command, stdout=subprocess.DEVNULL, more={"NODE_USE_SYSTEM_CA": "1"})


def build_assets():
    """What the pages link to, made from those packages."""
    run(PYTHON, "tools/build_assets.py")


def locked(name, lock):
    """One package's lines of the lock: its version and hashes."""
    start = lock.index(f"\n{name}==") + 1
    lines = lock[start:].splitlines(keepends=True)
    end_of_block = next((i for i, line in enumerate(lines) if i and line[0] != " "), len(lines))
    return "".join(lines[:end_of_block])


def uv(task, *arguments):
    """Runs uv, told what pip on this machine is told."""
    run(UV, "pip", task, "--quiet", "--python", PYTHON, *arguments, more=uv_settings())


def uv_settings():
    """Proxies, mirrors and certificates of this machine, from pip's settings and variables."""
    command = [PYTHON, "-m", "pip", "config", "list"]
    listed = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, env=environment(), check=False
    )
    settings = {"UV_INDEX_STRATEGY": "unsafe-best-match"}  # as pip does; the hashes make it safe
    certificates = ssl.get_default_verify_paths()
    if certificates.cafile or certificates.capath:
        settings["UV_SYSTEM_CERTS"] = "true"
    for line in listed.stdout.splitlines():
        key, _, value = line.partition("=")
        name, joined_by = PIP_TO_UV.get(key.rpartition(".")[2], ("", ""))
        if name:
            settings[name] = joined_by.join(ast.literal_eval(value).split())
    return {name: value for name, value in settings.items() if name not in os.environ}


def npm():
    """The npm of this machine, or the one from requirements-node.lock where none will do."""
    found = shutil.which("npm")
    if found:
        asked = subprocess.run([found, "--version"], stdout=subprocess.PIPE, text=True, check=False)
        if int("0" + asked.stdout.partition(".")[0].strip()) >= OLDEST_NPM:
            return found
    uv("install", "--require-hashes", "-r", "requirements-node.lock")
    return PROGRAMS / "npm"


def environment(**more):
    """Our own variables, with .venv first on the path and a home that can be written to."""
    path = os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", os.defpath)])
    home = os.environ.get("HOME", "")
    if not (home and os.access(home, os.W_OK)):
        home = str(VENV)
    return {**os.environ, "PATH": path, "HOME": home, **more}


def run(*command, stdout=None, more=None):
    """Runs a step to its end; CalledProcessError if it fails."""
    words = [str(part) for part in command]
    env = environment(**(more or {}))
    subprocess.run(words, check=True, cwd=REPOSITORY, env=env, stdout=stdout)


def say(words, end="\n"):
    """Prints one line with the seconds since the start."""
    print(f"[{time.monotonic() - STARTED:5.1f} s] {words}", end=end, flush=True)
