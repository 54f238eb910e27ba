"""Entries of code lists: a shared code as text, or an own one as `{"code": …, "label": …}`."""

from collections.abc import Mapping
from typing import Any


def code_of(entry: str | Mapping[str, Any]) -> str:
    """The code of an entry of `topics`, `regions` and the like."""
    return entry if isinstance(entry, str) else str(entry["code"])


def own_label_of(entry: str | Mapping[str, Any]) -> str | None:
    """The label that travels with a partner's own code; None for a shared code."""
    return None if isinstance(entry, str) else str(entry["label"])
