"""How a load of a broken file is judged: words, no traceback, and nothing of it in any table."""

import csv
import re
from pathlib import Path

import psycopg
from click.testing import CliRunner, Result

from alongside.cli import main
from tests.corpus.broken import Broken, Loader

# Where a load says that it was: its own row, its entry in the audit, and an event of no child.
OF_A_LOAD = re.compile(r"loads_|audit_")
OF_CHILDREN = {"chronology_event": "WHERE child_id IS NOT NULL"}
_SENTENCE = re.compile(r"Error: \S.{12,}")
_NOT_FOR_PEOPLE = re.compile(r"Traceback|Errno|Exception|<class |\bNone\b|object at 0x")
_LONGEST_REASON = 1200
_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
_CONTENT = "SELECT '{0}', count(*), coalesce(bit_xor(hashtextextended(t::text, 0)), 0) FROM \"{0}\" AS t {1}"

Content = dict[str, tuple[int, int]]


class Database:
    """The database of the tests, seen by its administrator: row-level security hides nothing."""

    def __init__(self, conninfo: str) -> None:
        self._admin = psycopg.connect(conninfo, autocommit=True)
        tables = [name for (name,) in self._admin.execute(_TABLES) if not OF_A_LOAD.match(name)]
        each = [_CONTENT.format(name, OF_CHILDREN.get(name, "")) for name in tables]
        self._query = " UNION ALL ".join(each)

    def content(self) -> Content:
        """Of each table, how many rows it has and what they are: any change shows."""
        found = self._admin.execute(self._query, prepare=True)
        return {name: (rows, together) for name, rows, together in found}

    def run(self, sql: str) -> None:
        """As the administrator, whom neither row-level security nor a trigger binds."""
        self._admin.execute(sql)

    def close(self) -> None:
        self._admin.close()


def must_be_refused(loader: Loader, broken: Broken, folder: Path, database: Database) -> None:
    """Make the file, load it, and see that it was refused in words and left nothing behind."""
    path = folder / loader.file_name
    broken.make(path)
    before = database.content()
    done = CliRunner().invoke(main, loader.words_of(path))
    assert_in_words(done, broken)
    after = database.content()
    assert {name for name in after if after[name] != before[name]} == set()
    if done.exit_code != 1:
        assert_rows_go_back(folder, broken)


def assert_in_words(done: Result, broken: Broken) -> None:
    said = done.stderr.replace("\n", " ")
    assert done.exit_code in broken.codes, f"{done.exit_code}: {done.output[-3000:]}"
    assert isinstance(done.exception, SystemExit)
    assert not _NOT_FOR_PEOPLE.search(done.output), done.output[-3000:]
    if done.exit_code == 1:
        assert _SENTENCE.search(said), said
        assert re.search(broken.words, said), said
        assert len(said) < _LONGEST_REASON, len(said)


def assert_rows_go_back(folder: Path, broken: Broken) -> None:
    [path] = folder.glob("*.rejected.csv")
    csv.field_size_limit(100_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reasons = [row["Reason"] for row in csv.DictReader(file)]
    assert reasons
    assert all(re.search(broken.words, reason) for reason in reasons), reasons[:5]
