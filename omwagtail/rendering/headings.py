"""Levels of headings in rich text, so that a page's outline has no gaps."""

import re

# What the closed list of elements allows; sanitised headings have no attributes.
HEADING = re.compile(r"<(/?)h([34])>")


def without_gaps(html: str, top: int = 3) -> str:
    """Sanitised rich text whose first heading is of level ``top`` and that leaves no level out."""
    level, shown = top - 1, top

    def renumber(match: re.Match[str]) -> str:
        nonlocal level, shown
        if not match[1]:
            shown = level = min(int(match[2]) - 3 + top, level + 1)
        return f"<{match[1]}h{shown}>"

    return HEADING.sub(renumber, html)
