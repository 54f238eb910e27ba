"""Contrast as WCAG measures it, and the nearest colour that has enough of it."""

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.embed.contrast import FOR_EDGES, FOR_TEXT, contrast, luminance, mixed, nearest

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        # As published by WebAIM and in WCAG's own examples.
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#949494", "#ffffff", 3.03),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#00ff00", "#ffffff", 1.37),
        ("#ffff00", "#0000ff", 8.0),
        ("#0b5c6b", "#0b5c6b", 1.0),
    ],
)
def test_known_pairs(first, second, ratio):
    assert contrast(first, second) == pytest.approx(ratio, abs=0.005)
    assert contrast(second, first) == contrast(first, second)


@given(COLOURS, COLOURS, st.sampled_from([FOR_TEXT, FOR_EDGES]))
def test_a_suggestion_really_has_the_contrast(colour, ground, least):
    assert contrast(nearest(colour, ground, least), ground) >= least


@given(COLOURS, COLOURS)
def test_a_colour_that_has_the_contrast_is_its_own_nearest(colour, ground):
    if contrast(colour, ground) >= FOR_TEXT:
        assert nearest(colour, ground, FOR_TEXT) == colour


def test_a_suggestion_keeps_the_hue_and_is_near():
    hue, lightness, _ = colorsys.rgb_to_hls(0xE3 / 255, 0x00, 0x7A / 255)
    suggested = nearest("#e3007a", "#f4e9c1", FOR_TEXT)
    found = colorsys.rgb_to_hls(*(part / 255 for part in bytes.fromhex(suggested[1:])))
    assert found[0] == pytest.approx(hue, abs=0.01)
    assert lightness - 0.15 < found[1] < lightness


def test_on_a_dark_ground_a_suggestion_is_lighter():
    assert luminance(nearest("#334455", "#101418", FOR_TEXT)) > luminance("#334455")


@given(COLOURS, COLOURS)
def test_mixing_leads_from_one_colour_to_the_other(colour, other):
    assert mixed(colour, other, 0) == colour
    assert mixed(colour, other, 1) == other
