"""Statements that are put together once: to write one takes the ORM longer than a database to
answer it. What changes with every request, the time and the portion, is filled in each time.
"""

from copy import copy
from datetime import timedelta
from typing import Any

from django.db import connections
from django.db.models import DateTimeField, Expression, Field, Func, IntegerField, QuerySet
from django.db.models.sql import UpdateQuery
from django.utils import timezone


class Moment(Expression):
    """The time when a kept statement is run, in its conditions."""

    output_field = DateTimeField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [Moment]


class Statement:
    """What a queryset of ``values_list`` asks, for many requests. Its rows come as the database
    gives them, converted by no field: for texts and whole numbers.
    """

    def __init__(self, queryset: QuerySet) -> None:
        self.database = queryset.db
        compiler = queryset.query.get_compiler(using=self.database)
        self.sql, self.parameters = compiler.as_sql()

    def rows(self, start: int, stop: int) -> list[tuple]:
        """The rows from ``start`` up to ``stop``, as in a slice."""
        connection = connections[self.database]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        parameters = [now if value is Moment else value for value in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(f"{self.sql} LIMIT {stop - start:d} OFFSET {start:d}", parameters)
            return cursor.fetchall()


def counting(queryset: QuerySet) -> QuerySet:
    """A queryset whose only row is how many there are."""
    number = Func(template="COUNT(*)", output_field=IntegerField())
    return queryset.order_by().values_list(number)


class Given(Expression):
    """A value that is given when a kept statement is run: in its conditions, or to be written.

    ``field`` says how the database takes it. To a moment a time may be added: ``now + pause``.
    """

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name, self.later = name, timedelta(0)

    def __add__(self, pause: timedelta) -> "Given":
        later = copy(self)
        later.later += pause
        return later

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]

    def prepared(self, values: dict[str, Any], connection: Any) -> Any:
        """The value among those given, as the database takes it."""
        value = values[self.name]
        value = value + self.later if self.later else value
        return self.output_field.get_db_prep_value(value, connection)


class Update:
    """What ``queryset.update(**columns)`` does, for many times; both may hold given values."""

    def __init__(self, queryset: QuerySet, **columns: Any) -> None:
        self.database = queryset.db
        query = queryset.query.chain(UpdateQuery)
        query.add_update_values(columns)
        self.sql, self.parameters = query.get_compiler(using=self.database).as_sql()

    def run(self, **values: Any) -> int:
        """Write; returns how many rows were written."""
        connection = connections[self.database]
        parameters = [
            value.prepared(values, connection) if isinstance(value, Given) else value
            for value in self.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            return cursor.rowcount
