"""Font families as a theme names them: what is on the reader's device, and nothing else.

Families are written as CSS has them, with commas. Nothing that is more than a name comes through.
"""

import re

# What browsers have a font of their own for. Everything else is a name, and stands in quotes.
GENERIC = (
    "serif",
    "sans-serif",
    "monospace",
    "system-ui",
    "ui-serif",
    "ui-sans-serif",
    "ui-rounded",
)
NAME = re.compile(r"[^\W_][\w .+-]{0,79}")
QUOTED = re.compile(r"""(["'])(?P<name>[^"']*)\1""")
MAX_FAMILIES = 12

SUGGESTED = (
    "system-ui, sans-serif",
    '"Arial", "Helvetica", "Liberation Sans", sans-serif',
    '"Verdana", "DejaVu Sans", sans-serif',
    '"Trebuchet MS", "Liberation Sans", sans-serif',
    '"Georgia", "Liberation Serif", serif',
    '"Times New Roman", "Liberation Serif", serif',
    '"Courier New", "Liberation Mono", monospace',
)


class NoFamilies(ValueError):
    """What was written names no font families."""


class NoGeneric(NoFamilies):
    """Nothing is said for devices that have none of the fonts."""


def font_families(text: str) -> str:
    """The families in a declaration's value, each name in quotes; empty for an empty text.

    Raises NoFamilies, and NoGeneric where the last one is a font that a device may not have.
    """
    if not text.strip():
        return ""
    parts = [_family(part.strip()) for part in text.split(",")]
    if len(parts) > MAX_FAMILIES:
        raise NoFamilies(text)
    if parts[-1] not in GENERIC:
        raise NoGeneric(text)
    return ", ".join(parts)


def _family(part: str) -> str:
    if part.lower() in GENERIC:
        return part.lower()
    quoted = QUOTED.fullmatch(part)
    name = quoted["name"].strip() if quoted else part
    if not NAME.fullmatch(name):
        raise NoFamilies(part)
    return f'"{name}"'
