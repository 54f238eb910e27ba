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
T = TypeVar("T")

_random = SystemRandom()


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
        threading.Event().wait(pause * _random.uniform(1 - SPREAD, 1 + SPREAD))
    with transaction.atomic():
        return work()


def patient(function: Callable[P, T]) -> Callable[P, T]:
    """The same for a function: each call of it is done ``in_one_go``."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return in_one_go(partial(function, *args, **kwargs))

    return call
