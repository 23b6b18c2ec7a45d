"""What docs/deploy.md and docs/operations.md promise is what the code reads, counts and starts."""

import ast
import re

import pytest
from prometheus_client.core import Metric

from alongside.web.running.measuring import requests_measured
from alongside.web.running.standing import gauges
from tests.architecture.house import REPOSITORY, SOURCE, modules, tree_of

VARIABLE = re.compile(r"(ALONGSIDE|DATABASE)_[A-Z_]+")
DEPLOY = (REPOSITORY / "docs" / "deploy.md").read_text(encoding="utf-8")
OPERATIONS = (REPOSITORY / "docs" / "operations.md").read_text(encoding="utf-8")
UNITS = sorted((REPOSITORY / "deploy" / "systemd").iterdir())
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def variables_read() -> set[str]:
    """Every name of a variable that stands by itself as a constant of the code."""
    return {
        node.value
        for path in modules(SOURCE)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and VARIABLE.fullmatch(node.value)
    }


def rows(text: str, heading: str) -> list[str]:
    """The first cells of the first table below a heading."""
    lines = text.partition(f"## {heading}\n")[2].partition("\n## ")[0].splitlines()
    return [line.split("|")[1] for line in lines if line.startswith("| ")]


def test_every_variable_that_is_read_is_told_and_no_other():
    told = set(re.findall(r"`([A-Z_]+)`", " ".join(rows(DEPLOY, "Every variable"))))
    assert told == variables_read()


def metrics() -> set[str]:
    families: list[Metric] = [*requests_measured().collect(), *gauges([])]
    own = {"alongside_database_up", "alongside_version_info"}
    counters = {f"{f.name}_total" if f.type == "counter" else f.name for f in families}
    return counters | own


def test_every_number_is_told_and_no_other():
    told = set(
        re.findall(r"`(alongside_\w+)`", " ".join(rows(OPERATIONS, "Numbers for Prometheus")))
    )
    assert told == metrics()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_each_unit_starts_a_command_there_is_as_nobody_powerful(unit):
    from alongside.cli import main

    text = unit.read_text(encoding="utf-8")
    for command in re.findall(r"ExecStart=/opt/alongside/\.venv/bin/alongside (\S+)", text):
        assert command in main.commands
    if unit.suffix == ".service":
        account = re.search(r"^User=(alongside[a-z-]*)$", text, re.MULTILINE)
        assert account
        assert re.search(rf"useradd --system --user-group .* {account[1]}$", DEPLOY, re.MULTILINE)
        assert not re.search(
            r"^Exec.*(DATABASE_|PASSWORD)", text, re.MULTILINE
        )  # words are seen by all
        for guard in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=\n"):
            assert guard in text


@pytest.mark.parametrize("page", ["deploy.md", "operations.md"])
def test_every_link_leads_somewhere(page):
    path = REPOSITORY / "docs" / page
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_file_a_page_names_is_there():
    names = re.findall(r"`((?:tests|src|deploy)/[\w/@.-]+)`", DEPLOY + OPERATIONS)
    assert names
    assert [name for name in names if not (REPOSITORY / name).exists()] == []
