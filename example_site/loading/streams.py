"""StreamField values as they are stored, with ids that stay the same whenever they are loaded."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

NAMESPACE = UUID("5f0c5a34-6a0e-4d4f-9b60-6f3f1c1f5a0e")


def block_id(name: str) -> str:
    """The id of a block, from a name that never changes."""
    return str(uuid5(NAMESPACE, name))


def stream(block: str, values: Iterable[Any], *, name: str) -> list[dict[str, Any]]:
    """A StreamField of one kind of block. ``name`` is the field's, unique among all pieces."""
    return [
        {"type": block, "value": value, "id": block_id(f"{name}/{place}")}
        for place, value in enumerate(values)
    ]


def listing(values: Iterable[Any], *, name: str) -> list[dict[str, Any]]:
    """A ListBlock's value."""
    return stream("item", values, name=name)


def named_listing(values: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """A ListBlock's value whose entries have names of their own: (name, value)."""
    return [{"type": "item", "value": value, "id": block_id(name)} for name, value in values]
