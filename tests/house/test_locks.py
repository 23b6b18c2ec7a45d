import json
import re
from pathlib import Path

import pytest

PYTHON_LOCKS = ["requirements.lock", "requirements-node.lock"]
ALL_LOCKS = [*PYTHON_LOCKS, "package-lock.json"]
PINNED = re.compile(r"^[a-z0-9][a-z0-9._-]*==[^\s;]+( ;.*)?$")


def requirements(text: str) -> list[tuple[str, list[str]]]:
    """Each requirement with its hashes."""
    blocks = re.split(r"\n(?=\S)", text.strip())
    return [
        (lines[0].rstrip(" \\"), [line.strip(" \\") for line in lines[1:]])
        for lines in (block.splitlines() for block in blocks)
    ]


@pytest.mark.parametrize("name", ALL_LOCKS)
def test_no_lock_names_an_address(repository: Path, name: str) -> None:
    assert not re.search(r"https?:|file:|index-url|find-links", (repository / name).read_text())


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_python_package_is_pinned_and_hashed(repository: Path, name: str) -> None:
    for requirement, hashes in requirements((repository / name).read_text()):
        assert PINNED.match(requirement), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), requirement


def test_every_node_package_is_pinned_and_hashed(repository: Path) -> None:
    packages = json.loads((repository / "package-lock.json").read_text())["packages"]
    brought = {name: facts for name, facts in packages.items() if name}
    assert brought
    assert all(facts["integrity"].startswith("sha512-") for facts in brought.values())


def test_the_node_lock_is_made_for_the_packages_we_ask_for(repository: Path) -> None:
    asked = json.loads((repository / "package.json").read_text())["dependencies"]
    locked = json.loads((repository / "package-lock.json").read_text())["packages"]
    assert locked[""]["dependencies"] == asked
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked


def test_every_dependency_says_why_it_is_here(repository: Path) -> None:
    lines = (repository / "pyproject.toml").read_text().splitlines()
    listed = lines[lines.index("dependencies = [") + 1 : lines.index("[project.scripts]")]
    reason = False
    for line in map(str.strip, listed):
        if line.startswith('"'):
            assert reason, f"{line} has no comment above it"
        reason = line.startswith(("#", '"')) and bool(line)


def test_an_unhashed_requirement_would_be_noticed() -> None:
    assert requirements("a==1 \\\n    --hash=sha256:00\nb==2\n") == [
        ("a==1", ["--hash=sha256:00"]),
        ("b==2", []),
    ]
