"""What the tests of the house read: every file of the product and of its tests, as text and as tree."""

import ast
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "alongside"
AREAS = SOURCE / "areas"
TESTS = REPOSITORY / "tests"


def modules(folder: Path) -> list[Path]:
    """Every Python file below a folder that a person wrote: migrations are Django's."""
    return sorted(p for p in folder.rglob("*.py") if "migrations" not in p.parts)


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def classes_of(path: Path) -> Iterator[ast.ClassDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ClassDef):
            yield node


def named(path: Path) -> str:
    """A file as people write it: from the root of the repository."""
    return path.relative_to(REPOSITORY).as_posix()
