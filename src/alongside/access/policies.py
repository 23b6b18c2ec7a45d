"""Row-level security as migrations write it: few, static policies in the EXISTS form.

Every table that holds a part of a child's record forces row-level security with:

- owner: everything (FORCE binds the owner too, so data migrations and definer functions need it);
- loader: everything (files are loaded by an operator, at a terminal), unless the table withholds it;
- web: rows of children to whom the acting posting has a live relationship that the matrix
  allows that part and act, and with whom the person has no conflict;
- worker: only where the table asks for it, and never on a table that holds names.

OFFSET 0 keeps each EXISTS as it is written: one look into an index for a row. Without it PostgreSQL
may read every child of the viewer's organisation first, to hash them, for a page of fifty.
"""

from dataclasses import dataclass

from django.db.migrations.operations import RunSQL

LIVE = "{r}.starts_at <= now() AND ({r}.ends_at IS NULL OR {r}.ends_at > now())"


def may(
    *,
    table: str,
    act: str,
    part: str,
    child: str = "child_id",
    subject: str | None = "subject_id",
    but: str = "",
) -> str:
    """SQL that is true where the acting posting may do `act` to `part` of the row's child.

    `part`, `child` and `subject` are SQL of the row: a quoted constant or a column. `but` is a kind
    of relationship that does not count here.
    """
    own = f"(NOT m.own_subject_only OR r.subject_id = {table}.{subject})"
    granted = _granted(part, act, own if subject else "NOT m.own_subject_only")
    kind = f"r.kind <> '{but}'" if but else "true"
    return f"""(EXISTS (
        SELECT 1 FROM register_relationship r
        WHERE r.child_id = {table}.{child} AND r.organisation_id = (SELECT access_organisation())
            AND (r.team_id IS NULL OR r.team_id = (SELECT access_team()))
            AND (r.user_id IS NULL OR r.user_id = (SELECT access_user()))
            AND {kind} AND {LIVE.format(r="r")}
            AND (EXISTS ({granted})) OFFSET 0)
        AND NOT EXISTS (
            SELECT 1 FROM register_conflict c
            WHERE c.child_id = {table}.{child} AND c.user_id = (SELECT access_user())
                AND {LIVE.format(r="c")} OFFSET 0))"""


def _granted(part: str, act: str, own: str) -> str:
    """Whether the matrix lets the acting role do this by the tie `r`."""
    return f"""
        SELECT 1 FROM access_matrix m
        WHERE m.authority_id = r.authority_id AND m.relationship = r.kind
            AND m.role = (SELECT access_role()) AND m.part = {part} AND m.act = '{act}'
            AND {own} OFFSET 0"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Which rows of one table each database role may touch, and with which verbs.

    `select`, `insert`, `update`, `delete` are the web role's conditions; None withholds the verb.
    `worker` lists the verbs the worker may use on every row ("SELECT", "INSERT", "UPDATE").
    """

    table: str
    select: str | None = None
    insert: str | None = None
    update: str | None = None
    delete: str | None = None
    worker: tuple[str, ...] = ()
    web_columns: str = ""
    loader: bool = True

    def sql(self) -> str:
        """Every statement that puts this table under forced row-level security."""
        t = self.table
        lines = [
            f"ALTER TABLE {t} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {t} FORCE ROW LEVEL SECURITY",
            f"REVOKE ALL ON {t} FROM PUBLIC",
            f"CREATE POLICY owner_all ON {t} TO alongside_owner USING (true) WITH CHECK (true)",
            *self._loader(),
            *self._web(),
            *(f"GRANT {verb} ON {t} TO alongside_worker" for verb in self.worker),
        ]
        if self.worker:
            lines.append(
                f"CREATE POLICY worker_all ON {t} TO alongside_worker USING (true) WITH CHECK (true)"
            )
        return ";\n".join(lines) + ";"

    def _loader(self) -> list[str]:
        if not self.loader:
            return []
        return [
            f"CREATE POLICY loader_all ON {self.table} TO alongside_loader USING (true) WITH CHECK (true)",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {self.table} TO alongside_loader",
        ]

    def _web(self) -> list[str]:
        verbs = {
            "SELECT": (self.select, f"USING ({self.select})"),
            "INSERT": (self.insert, f"WITH CHECK ({self.insert})"),
            "UPDATE": (self.update, f"USING ({self.update}) WITH CHECK ({self.update})"),
            "DELETE": (self.delete, f"USING ({self.delete})"),
        }
        lines = []
        for verb, (condition, clause) in verbs.items():
            if condition is None:
                continue
            columns = f" ({self.web_columns})" if verb == "UPDATE" and self.web_columns else ""
            lines.append(f"GRANT {verb}{columns} ON {self.table} TO alongside_web")
            lines.append(
                f"CREATE POLICY web_{verb.lower()} ON {self.table} FOR {verb} TO alongside_web {clause}"
            )
        return lines


def enforce(*tables: Rows) -> RunSQL:
    """The migration operation that puts tables under forced row-level security."""
    return RunSQL("\n".join(rows.sql() for rows in tables), reverse_sql=RunSQL.noop)


def grant(
    table: str, *, web: str = "", worker: str = "", loader: str = "", sign_in: str = ""
) -> RunSQL:
    """The migration operation that gives plain verbs on a table that holds nothing of a child."""
    verbs = {"web": web, "worker": worker, "loader": loader, "sign_in": sign_in}
    lines = [
        f"GRANT {verb} ON {table} TO alongside_{role};" for role, verb in verbs.items() if verb
    ]
    return RunSQL("\n".join(lines), reverse_sql=RunSQL.noop)
