"""Many rows of one table in one statement: several times as fast as what Django makes of them."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

MOST_AT_ONCE = 5000  # rows a statement: a few megabytes


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Insert rows of these columns; a column left out must be one that PostgreSQL fills by itself."""
    in_arrays, in_json = _by_arrays(model, columns), _by_json(model, columns)
    kinds = _kinds(model)
    texts = [_list_text if (kinds[name] or "").endswith("[]") else _text for name in columns]
    with connection.cursor() as cursor:
        for batch in _batches(iter(rows)):
            by_column = zip(texts, zip(*batch, strict=True), strict=True)
            arrays = _arrays([list(map(text, column)) for text, column in by_column])
            if arrays:
                cursor.execute(in_arrays, arrays)
            else:
                cursor.execute(in_json, [_json(batch)])


def insert_texts(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[str | None]],
    *,
    same: Mapping[str, object] | None = None,
) -> None:
    """Insert rows whose values are text already, as PostgreSQL reads it; `same` holds of every row."""
    same = same or {}
    given: list[Any] = list(same.values())
    statement = _by_arrays(model, columns, tuple(same))
    with connection.cursor() as cursor:
        for batch in _batches(iter(rows)):
            arrays = _arrays(list(zip(*batch, strict=True)))
            if arrays:
                cursor.execute(statement, [*given, *arrays])
            else:
                every = (*columns, *same)
                rest = _json([(*row, *given) for row in batch])
                cursor.execute(_by_json(model, every), [rest])


# Each column goes over as one text that PostgreSQL takes apart: near the speed of a COPY, which
# row-level security does not allow, where JSON took four times as long. ---

_BETWEEN, _NOTHING = "\x1f", "\x1e"  # which no XML and no CSV cell that was read can hold


def _by_arrays(model: type[models.Model], columns: Sequence[str], same: Sequence[str] = ()) -> str:
    kinds = _kinds(model)
    table, names = _quoted(model._meta.db_table), ", ".join(map(_quoted, (*columns, *same)))  # noqa: SLF001
    values = [f"c{place}::{kinds[name]}" for place, name in enumerate(columns)]
    values += [f"%s::{kinds[name]}" for name in same]
    arrays = ", ".join(["string_to_array(%s, chr(31), chr(30))"] * len(columns))
    aliases = ", ".join(f"c{place}" for place in range(len(columns)))
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM unnest({arrays}) AS t({aliases})"  # noqa: S608


def _by_json(model: type[models.Model], columns: Sequence[str]) -> str:
    table, names = _quoted(model._meta.db_table), ", ".join(map(_quoted, columns))  # noqa: SLF001
    values = ", ".join(_typed(model, columns))
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM json_array_elements(%s::json) AS e"  # noqa: S608


def _arrays(columns: Sequence[Sequence[str | None]]) -> list[str]:
    """Each column as one text; none where a value holds a mark of ours, or there is but one row.

    One empty text would be taken for no row at all.
    """
    if len(columns[0]) == 1:
        return []
    joined = []
    for values in columns:
        text = _BETWEEN.join([_NOTHING if value is None else value for value in values])
        nothing = sum(1 for value in values if value is None)
        if text.count(_BETWEEN) != len(values) - 1 or text.count(_NOTHING) != nothing:
            return []
        joined.append(text)
    return joined


def _text(value: object) -> str | None:
    """A value as PostgreSQL reads it from text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict | list):
        return json.dumps(value, default=str, ensure_ascii=False)
    return str(value)


def _list_text(value: Any) -> str | None:
    """The value of a column that holds a list, as PostgreSQL reads it from text."""
    if value is None:
        return None
    quoted = (str(each).replace("\\", "\\\\").replace('"', '\\"') for each in value)
    return "{" + ",".join(f'"{each}"' for each in quoted) + "}"


def _json(batch: Sequence[Sequence[object]]) -> str:
    return json.dumps(batch, default=str, ensure_ascii=False)


def among(values: Iterable[object], *, kind: str = "uuid") -> RawSQL:
    """For `column__in`: one array, where a place for each of a thousand values costs more than the query."""
    return RawSQL(f"SELECT unnest(%s::{kind}[])", [list(values)])  # noqa: S611  a type's name


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Set columns of stored rows; the first column is the key they are found by."""
    table = _quoted(model._meta.db_table)  # noqa: SLF001
    key, *values = _typed(model, columns)
    sets = ", ".join(
        f"{_quoted(name)} = {value}" for name, value in zip(columns[1:], values, strict=True)
    )
    _in_batches(
        f"UPDATE {table} AS t SET {sets} FROM json_array_elements(%s::json) AS e"  # noqa: S608
        f" WHERE t.{_quoted(columns[0])} = {key}",
        rows,
    )


def insert_models(rows: Iterable[models.Model]) -> None:
    """Insert unsaved rows, all of one model, as they stand."""
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    columns, values = _as_they_stand(model._meta.concrete_fields)  # noqa: SLF001
    insert_rows(model, columns, map(values, rows))
    for row in rows:
        row._state.adding = False  # noqa: SLF001


def update_models(rows: Iterable[models.Model], names: Sequence[str] = ()) -> None:
    """Write these fields of stored rows, all of one model, as they stand; every field, if none is named."""
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    fields = model._meta.concrete_fields  # noqa: SLF001
    changed = [one for one in fields if not one.primary_key and (one.name in names or not names)]
    key = [one for one in fields if one.primary_key]
    columns, values = _as_they_stand([*key, *changed])
    update_rows(model, columns, map(values, rows))


def _as_they_stand(
    fields: Iterable["models.Field[Any, Any]"],
) -> tuple[list[str], Callable[[models.Model], Sequence[object]]]:
    fields = list(fields)
    return [str(one.column) for one in fields], attrgetter(*(one.attname for one in fields))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _typed(model: type[models.Model], columns: Sequence[str]) -> list[str]:
    """SQL for each column's value in the JSON array `e`, in the column's own type.

    Words stay text: a cast to `varchar(n)` cuts off what is too long, where an insert refuses it.
    """
    kinds = _kinds(model)
    return [_typed_one(kinds[name] or "", place) for place, name in enumerate(columns)]


def _typed_one(kind: str, place: int) -> str:
    if kind.endswith("[]"):
        # A list comes as one, or as text already (`insert_texts`), or as nothing.
        return (
            f"CASE json_typeof(e->{place})"
            f" WHEN 'array' THEN ARRAY(SELECT json_array_elements_text(e->{place}))::{_uncut(kind)}"
            f" ELSE (e->>{place})::{_uncut(kind)} END"
        )
    return f"(e->>{place})::{_uncut(kind)}"


def _kinds(model: type[models.Model]) -> dict[str, str | None]:
    fields = model._meta.concrete_fields  # noqa: SLF001
    return {str(field.column): _uncut(field.db_type(connection)) for field in fields}


def _uncut(kind: str | None) -> str | None:
    if kind and kind.startswith("varchar"):
        return "text[]" if kind.endswith("[]") else "text"
    return kind


def _in_batches(statement: str, rows: Iterable[Sequence[object]]) -> None:
    with connection.cursor() as cursor:
        for batch in _batches(iter(rows)):
            cursor.execute(statement, [_json(batch)])


def _batches(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    while batch := list(islice(rows, MOST_AT_ONCE)):
        yield batch
