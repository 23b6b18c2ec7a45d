"""Has squawk read the SQL of our own migrations, for statements that would lock out people at work.

Django needs a PostgreSQL to word some statements: a private one is started and thrown away, and
nothing is ever run on it.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from alongside.foundation.embedded_postgres import EmbeddedPostgres

OLDEST_POSTGRES = "16"
# Rules that say nothing about our tables, and why.
NOT_APPLIED = {
    "prefer-bigint-over-int": "small numbers are small on purpose; our ids are uuids",
    "prefer-bigint-over-smallint": "the same",
    "prefer-text-field": "a length is a promise to other systems",
    "prefer-robust-stmts": "each migration is one transaction: it happened or it did not",
    "require-lock-timeout": "set for the whole connection by `alongside migrate`",
    "require-statement-timeout": "set for the whole connection by `alongside migrate`",
}
# Migrations that may do what squawk warns of, as "app.0002_name": "why it is safe".
EXCUSED: dict[str, str] = {
    "register.0003_user_without_password": "no installation was running when the columns went",
    "access.0004_ties_that_start_and_end": "the function comes back, with more arguments, in the same transaction",
    "front_door.0003_whole_loop": "no installation was running when the columns came",
    "front_door.0006_answers_saved": "no installation was running when the columns came",
    "register.0004_gss_code_may_be_blank": "some hundreds of authorities, written only by loads",
    "front_door.0005_unsent_drafts": "no installation was running when it came",
    "front_door.0008_told_unread": "no installation was running when it came",
    "front_door.0011_reconsidered": "no installation was running when it came",
    "messages.0005_failed_in_rounds": "no installation was running when it came",
    "messages.0004_to_one_person": "no installation was running when it came",
    "plans.0003_feedback_read": "no installation was running when it came",
    "schools.0004_loads_have_moved": "no installation was running when the table moved",
    "loads.0002_long_loads": "no installation was running when it came",
    "loads.0007_while_the_question_stands": "the function comes back, and says more, in the same transaction",
    "people.0007_case_numbers": "a longer limit of words rewrites nothing",
    "looked_after.0003_reason_stays_in_the_episode": "no installation was running when the column went",
    "plans.0005_help_returned": "no installation was running when it came",
}


def statements() -> Iterator[tuple[str, str]]:
    """The name and SQL of each migration of ours, in the order they run."""
    loader = MigrationLoader(None)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("alongside.")}
    for leaf in sorted(loader.graph.leaf_nodes()):
        for key in loader.graph.forwards_plan(leaf) if leaf[0] in ours else ():
            if key[0] == leaf[0]:
                yield ".".join(key), statements_of(loader, key)


def statements_of(loader: MigrationLoader, key: tuple[str, str]) -> str:
    """The SQL of one migration."""
    state = loader.project_state(key, at_end=False)
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        loader.graph.nodes[key].apply(state, editor, collect_sql=True)
    return "\n".join(editor.collected_sql)


def warned(name: str, text: str) -> bool:
    """Whether squawk has something to say of one migration; it prints what."""
    squawk = [Path(sys.executable).with_name("squawk"), "--assume-in-transaction"]
    rules = [f"--exclude={','.join(NOT_APPLIED)}", f"--pg-version={OLDEST_POSTGRES}"]
    where = [f"--stdin-filepath={name}", "--reporter=gcc"]
    read = subprocess.run(
        [*squawk, *rules, *where], input=text, text=True, stdout=subprocess.PIPE, check=False
    )
    if read.returncode:
        print(read.stdout, end="")
    return bool(read.returncode)


def main() -> int:
    """Returns 1 if a migration needs another look."""
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedPostgres(Path(folder))
        server.start({"fsync": "off"})
        try:
            found = server.parameters()
            connection.settings_dict.update({key.upper(): found[key] for key in found})
            connection.settings_dict.update(NAME=found["dbname"], OPTIONS={})
            asked = [
                warned(name, text) for name, text in statements() if text and name not in EXCUSED
            ]
        finally:
            connection.close()
            server.stop()
    print(f"{len(asked)} migrations read, {sum(asked)} with a warning")
    return 1 if any(asked) else 0


if __name__ == "__main__":
    sys.exit(main())
