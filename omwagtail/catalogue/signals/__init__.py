"""Capture for speed: Wagtail's and Django's signals, each followed by a look at the database.

A handler never trusts what a signal carries: it asks for a capture after the transaction, and the
sweep finds what no signal reported.
"""

import threading
from typing import Any

from django.db.models.signals import post_delete
from wagtail import hooks

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.signals import others, pages

CONNECTIONS = (*pages.CONNECTIONS, *others.CONNECTIONS)

_listening = threading.Event()


def connect() -> None:
    """Listen to everything that can change what is published."""
    _listening.set()
    for signal, handler, sender in CONNECTIONS:
        signal.connect(handler, sender=sender, dispatch_uid=_name_of(handler))
    post_delete.connect(others.forget_words, sender=Item, dispatch_uid="omwagtail.words")


def disconnect() -> None:
    """Hear no signal any more, as for an import that is followed by a sweep."""
    _listening.clear()
    for signal, handler, sender in CONNECTIONS:
        signal.disconnect(handler, sender=sender, dispatch_uid=_name_of(handler))


@hooks.register("after_bulk_action")
def after_bulk_action(request: Any, action_type: str, objects: Any, action: Any) -> None:
    """What the admin does to many objects with one statement, which sends no signal."""
    if _listening.is_set():
        others.changed_in_bulk(objects)


def _name_of(handler: object) -> str:
    return f"{handler.__module__}.{handler.__name__}"
