"""How much of a document other sites may show."""

from typing import Any

# The whole of it, title and summary, or its title alone; always with the way to the original.
FULL, EXCERPT, LINK = "full", "excerpt", "link"


def reuse_of(document: dict[str, Any]) -> str:
    """What a document allows; what a later version may add is read as the least of today."""
    reuse = document.get("reuse", FULL)
    return reuse if reuse in (FULL, EXCERPT) else LINK
