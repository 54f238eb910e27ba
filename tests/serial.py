"""One request at a time where a live server shares the test's only connection to its database.

A page of the admin saves, previews and asks for news at once; SQLite in memory is one connection
for all threads, and refuses a transaction within another one.

What a page still asks for when its test is over finds the gate closed: nothing of it may meet the
emptying of the database.
"""

import threading

from django.http import HttpResponse

_LOCK = threading.Lock()
_gate = threading.Event()
_gate.set()


def open_gate() -> None:
    _gate.set()


def close_gate() -> None:
    """Returns when nothing is being answered any more."""
    with _LOCK:
        _gate.clear()


def one_at_a_time(get_response):
    def middleware(request):
        # Set by a server, not by Django's test client.
        if "SERVER_SOFTWARE" not in request.META:
            return get_response(request)
        with _LOCK:
            return get_response(request) if _gate.is_set() else HttpResponse(status=503)

    return middleware
