"""Transactions that are begun again where another worker was in the way.

Databases end one of two transactions that wait for each other in a circle, and refuse the second
of two rows with one name. Neither is a fault: begun again, it goes through.
"""

import threading
from collections.abc import Callable
from functools import partial, wraps
from random import SystemRandom
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction

# Seconds before the second and each further try, spread so that two do not meet again.
PAUSES = (0.02, 0.04, 0.08, 0.16, 0.32)
SPREAD = 0.5

P = ParamSpec("P")
# How databases say that another transaction was in the way.
POSTGRES_IN_THE_WAY = ("40001", "40P01", "55P03")
SQLITE_IN_THE_WAY = ("SQLITE_BUSY", "SQLITE_LOCKED")
MARIADB_IN_THE_WAY = (1205, 1213)

T = TypeVar("T")

_random = SystemRandom()


def was_in_the_way(error: Exception) -> bool:
    """Whether a database refused something only because another transaction was in the way."""
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    return (
        getattr(cause, "sqlstate", None) in POSTGRES_IN_THE_WAY
        or getattr(cause, "sqlite_errorname", "").startswith(SQLITE_IN_THE_WAY)
        or (error.args or (None,))[0] in MARIADB_IN_THE_WAY
    )


def in_one_go(work: Callable[[], T]) -> T:
    """Do ``work`` in a transaction, again if another was in the way; raises what it raised last.

    It must be safe to do again: whatever it learnt of the database it learns anew. Inside a
    transaction of the caller's it is tried once, because that one is lost with it.
    """
    for pause in PAUSES:
        try:
            with transaction.atomic():
                return work()
        except (OperationalError, IntegrityError):
            if connection.in_atomic_block:
                raise
            # A database that was restarted meanwhile is connected to anew.
            connection.close_if_unusable_or_obsolete()
        threading.Event().wait(pause * _random.uniform(1 - SPREAD, 1 + SPREAD))
    with transaction.atomic():
        return work()


def patient(function: Callable[P, T]) -> Callable[P, T]:
    """The same for a function: each call of it is done ``in_one_go``."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return in_one_go(partial(function, *args, **kwargs))

    return call
