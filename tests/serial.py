"""One request at a time where a live server shares the test's only connection to its database.

A page of the admin saves, previews and asks for news at once; SQLite in memory is one connection
for all threads, and refuses a transaction within another one.
"""

import threading

_LOCK = threading.Lock()


def one_at_a_time(get_response):
    def middleware(request):
        # Set by a server, not by Django's test client.
        if "SERVER_SOFTWARE" not in request.META:
            return get_response(request)
        with _LOCK:
            return get_response(request)

    return middleware
