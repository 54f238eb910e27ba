"""Contrast of colours as WCAG 2.2 measures it, and colours that are near and have enough of it.

Colours are written ``#rrggbb``.
"""

import colorsys
import re

COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)
# Success criteria 1.4.3 (text) and 1.4.11 (what shows where something can be operated).
FOR_TEXT, FOR_EDGES = 4.5, 3.0
BLACK, WHITE = "#000000", "#ffffff"
# How finely lighter and darker colours are looked through.
STEPS = 200


def contrast(first: str, second: str) -> float:
    """From 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, from 0 (black) to 1 (white)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def nearest(colour: str, ground: str, least: float) -> str:
    """The colour of the same hue that differs least in lightness and has the contrast.

    Black or white has more than 4.58 : 1 on any ground; so up to that there always is one.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    candidates = [
        _written(colorsys.hls_to_rgb(hue, step / STEPS, saturation)) for step in range(STEPS + 1)
    ]
    passing = [colour, *candidates] if contrast(colour, ground) >= least else candidates
    return min(
        (one for one in passing if contrast(one, ground) >= least),
        key=lambda one: abs(colorsys.rgb_to_hls(*_parts(one))[1] - lightness),
        default=max(BLACK, WHITE, key=lambda one: contrast(one, ground)),
    )


def mixed(colour: str, other: str, share: float) -> str:
    """The colour with a ``share`` (0 to 1) of the other in it."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return _written(tuple(mine * (1 - share) + its * share for mine, its in pairs))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def _written(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
