"""The rendered pages say what the code and the packs say, and no page points nowhere."""

import re

import pytest

from tests.architecture.house import REPOSITORY, named
from tools.generate_docs import FOLDER, PAGES

LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
WRITTEN = [
    *REPOSITORY.glob("*.md"), *(REPOSITORY / "docs" / "adr").glob("*.md"),
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_rendered_page_is_up_to_date(name):
    held = (FOLDER / name).read_text(encoding="utf-8")
    assert held == PAGES[name](), "Run python -m tools.generate_docs"


def test_nothing_else_lies_among_the_rendered_pages():
    assert {p.name for p in FOLDER.iterdir()} == set(PAGES)


@pytest.mark.parametrize("page", WRITTEN, ids=named)
def test_every_link_of_a_page_leads_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(p.name[:4]) for p in (REPOSITORY / "docs" / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
