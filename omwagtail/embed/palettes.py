"""From the few colours that somebody chooses for a theme to all that a frame needs.

On every ground, dark ones too: what is read has 4.5 : 1 wherever it stands, and what shows where
something can be operated has 3 : 1, as long as the chosen colours have it.
"""

from collections.abc import Callable, Iterable, Mapping

from omwagtail.embed.contrast import (
    BLACK,
    FOR_EDGES,
    FOR_TEXT,
    WHITE,
    contrast,
    luminance,
    mixed,
    nearest,
)

# What ratings are drawn in on white (om.css): they stay green, amber and red on every ground.
ROLES = {"good": "#1b6e3c", "middle": "#8a5a00", "urgent": "#b0241c", "neutral": "#4c5d63"}
# Shares in a mixture, as the standard look has them; less where contrast would suffer.
MUTED, SOFT, TINT, STRONGER = 0.3, 0.07, 0.09, 0.28
# What a line that only divides has of the one that shows where a field is.
QUIET = 0.35
# Text that stands back has more than it must, so that there is room for soft grounds.
FOR_MUTED = 5.5


def palette_of(colours: Mapping[str, str]) -> dict[str, str]:
    """Values of the custom properties of om.css, without ``--om-`` before their names.

    ``colours`` are accent, text, surface, line and focus, ``#rrggbb``.
    """
    accent, text, surface, line = (colours[name] for name in ("accent", "text", "surface", "line"))
    muted = _muted(text, surface)
    read, seen = (text, muted, accent), (line, colours["focus"])
    accent_soft = mixed(surface, accent, _softness(surface, accent, read, seen))
    surface_soft = mixed(surface, text, _softness(surface, text, read, seen))
    grounds = (surface, accent_soft, surface_soft)
    roles = {name: _role(colour, grounds, text) for name, colour in ROLES.items()}
    # What is stronger goes away from the ground; words on the accent come from its side.
    is_darker = luminance(accent) < luminance(surface)
    return {
        **colours,
        "on-accent": WHITE if is_darker else surface,
        "accent-strong": mixed(accent, BLACK if is_darker else WHITE, STRONGER),
        "accent-soft": accent_soft,
        "text-muted": muted,
        "surface-soft": surface_soft,
        "line": _quiet(line, surface, accent),
        "line-strong": line,
        **roles,
        "tint": f"{_tint(surface, roles.values(), (text, muted)):.0%}",
    }


def _muted(text: str, surface: str) -> str:
    share = _most(MUTED, lambda share: contrast(mixed(text, surface, share), surface) >= FOR_MUTED)
    return mixed(text, surface, share)


def _softness(surface: str, colour: str, read: Iterable[str], seen: Iterable[str]) -> float:
    """How much of a colour the ground of a notice may have in it."""
    return _most(SOFT, lambda share: _holds(mixed(surface, colour, share), read, seen))


def _tint(surface: str, roles: Iterable[str], read: Iterable[str]) -> float:
    """How much of its colour the ground of a chosen rating may have in it."""
    return _most(
        TINT,
        lambda share: all(_holds(mixed(surface, role, share), read, [role]) for role in roles),
    )


def _role(colour: str, grounds: tuple[str, ...], text: str) -> str:
    """Near the colour, and readable on all grounds; as the text is where that cannot be."""
    found = (nearest(colour, ground, FOR_TEXT) for ground in grounds)
    return next(
        (one for one in found if all(_holds(ground, [one], []) for ground in grounds)), text
    )


def _quiet(line: str, surface: str, accent: str) -> str:
    """A line that only divides; a bar in the accent can be told from it."""
    share = _most(QUIET, lambda share: contrast(mixed(surface, line, share), accent) >= FOR_EDGES)
    return mixed(surface, line, share)


def _holds(ground: str, read: Iterable[str], seen: Iterable[str]) -> bool:
    return all(contrast(colour, ground) >= FOR_TEXT for colour in read) and all(
        contrast(colour, ground) >= FOR_EDGES for colour in seen
    )


def _most(share: float, holds: Callable[[float], bool]) -> float:
    """The largest part of a share, in hundredths, with which it holds; else nothing."""
    parts = range(round(share * 100), 0, -1)
    return next((part / 100 for part in parts if holds(part / 100)), 0.0)
