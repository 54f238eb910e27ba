"""A week of a source as bars: documents upwards, failed runs as marks below."""

from collections.abc import Sequence
from dataclasses import dataclass

from omwagtail.harvest.health import Day

# Measures of the drawing, in its own units.
WIDTH, HEIGHT, FOOT, STEP = 10, 24, 8, 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day: where it stands, and how high; ``failed`` draws a mark under it."""

    x: int
    y: int
    height: int
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All bars, with the size of the whole."""

    width: int
    height: int
    foot: int
    bars: tuple[Bar, ...]


def draw_trend(days: Sequence[Day]) -> Drawing:
    """The highest day fills the height; a day with anything is seen."""
    most = max((day.documents for day in days), default=0)
    heights = [-(-day.documents * HEIGHT // most) if most else 0 for day in days]
    bars = tuple(
        Bar(x=place * STEP, y=HEIGHT - height, height=height, failed=day.failures > 0)
        for place, (day, height) in enumerate(zip(days, heights, strict=True))
    )
    width = max(len(days) * STEP - (STEP - WIDTH), WIDTH)
    return Drawing(width=width, height=HEIGHT + FOOT, foot=HEIGHT, bars=bars)
