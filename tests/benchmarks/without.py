"""The same site without capture: its signals are silent for a while."""

import contextlib
from collections.abc import Iterator

from django.db.models import signals as django_signals
from django.dispatch import Signal
from wagtail import signals as wagtail_signals

ROOM = "omwagtail.catalogue"


@contextlib.contextmanager
def without_capture() -> Iterator[None]:
    """No receiver of the catalogue hears what happens inside."""
    before = {signal: signal.receivers for signal in _signals()}
    for signal, receivers in before.items():
        _set(signal, [entry for entry in receivers if not _is_ours(entry)])
    try:
        yield
    finally:
        for signal, receivers in before.items():
            _set(signal, receivers)


def _signals() -> list[Signal]:
    modules = (django_signals, wagtail_signals)
    return [value for module in modules for value in vars(module).values() if _is_signal(value)]


def _is_signal(value: object) -> bool:
    return isinstance(value, Signal)


def _is_ours(entry: tuple) -> bool:
    # (key, receiver or a weak reference to it, …): Django's own form of an entry.
    receiver = entry[1]
    found = receiver() if type(receiver).__name__ in ("ReferenceType", "WeakMethod") else receiver
    return getattr(found, "__module__", "").startswith(ROOM)


def _set(signal: Signal, receivers: list) -> None:
    signal.receivers = receivers
    signal.sender_receivers_cache.clear()
