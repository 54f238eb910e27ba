"""Many rows of one table in one go.

Django's ``bulk_create`` makes an instance of each row and asks every field for its value, several
times. A page of a feed brings thousands of small rows; with these functions they cost what the
database takes for them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.constants import OnConflict

# Kinds of fields, and of values, between which there is nothing to convert.
PLAIN = frozenset(
    {models.CharField, models.TextField, models.URLField, models.FileField, models.ForeignKey}
    | {models.IntegerField, models.PositiveIntegerField, models.BigIntegerField}
)
AS_THEY_ARE = frozenset({str, int, type(None)})


def insert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    constants: Mapping[str, Any] | None = None,
    ignore_conflicts: bool = False,
) -> None:
    """Insert rows of values for the fields ``names``, and ``constants`` that are the same in all of
    them; together all columns but the id. What is there already may be passed over."""
    fields = [model._meta.get_field(name) for name in names]
    same = [model._meta.get_field(name) for name in constants or {}]
    same_values = _prepared(same, list((constants or {}).values()))
    values = [[*_prepared(fields, row), *same_values] for row in rows]
    fields += same
    if not values:
        return
    on_conflict = OnConflict.IGNORE if ignore_conflicts else None
    quote, operations = connection.ops.quote_name, connection.ops
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = " ".join(
        (
            operations.insert_statement(on_conflict=on_conflict),
            f"{quote(model._meta.db_table)} ({columns}) VALUES ({marks})",
            operations.on_conflict_suffix_sql(fields, on_conflict, (), ()),
        )
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def insert_instances(
    model: type[models.Model], instances: Collection[models.Model], *, natural_key: str
) -> None:
    """Insert instances of one model and give them their ids, which the unique field ``natural_key``
    finds again."""
    if not instances:
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = [field.name for field in fields]
    insert_rows(
        model, names, ([getattr(one, field.attname) for field in fields] for one in instances)
    )
    keys = [getattr(one, natural_key) for one in instances]
    rows = model._default_manager.filter(**{f"{natural_key}__in": keys})
    ids = dict(rows.values_list(natural_key, "pk"))
    for one in instances:
        one.pk = ids[getattr(one, natural_key)]
        one._state.adding, one._state.db = False, connection.alias


def update_instances(
    instances: Collection[models.Model], kept: frozenset[str] = frozenset()
) -> None:
    """Write all columns but those ``kept`` of instances of one model, whose rows exist."""
    if not instances:
        return
    model = type(next(iter(instances)))
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in kept
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    where = f"{quote(model._meta.pk.column)} = %s"
    statement = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {where}"
    # In one order everywhere, so that two workers wait for each other and not in a circle.
    ordered = sorted(instances, key=lambda one: one.pk)
    values = [
        [*_prepared(fields, [getattr(one, field.attname) for field in fields]), one.pk]
        for one in ordered
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _prepared(fields: Sequence[models.Field], row: Sequence[Any]) -> list[Any]:
    """The values as the database takes them. Most are texts and numbers already, and asking their
    fields would take longer than storing them."""
    return [
        value
        if type(value) in AS_THEY_ARE and type(field) in PLAIN
        else field.get_db_prep_save(value, connection)
        for field, value in zip(fields, row, strict=True)
    ]
