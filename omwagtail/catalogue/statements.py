"""Statements that are put together once: to write one takes the ORM longer than a database to
answer it. What changes with every request, the time and the portion, is filled in each time.
"""

from typing import Any

from django.db import connections
from django.db.models import DateTimeField, Expression, Func, IntegerField, QuerySet
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
