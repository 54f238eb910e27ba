"""What a theme may hold, and what is made of it."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.embed.models import EmbedTheme

# What elements take: docs/reference/embeds.md.
PROPERTIES = {
    "--om-accent",
    "--om-text",
    "--om-surface",
    "--om-line",
    "--om-focus",
    "--om-font",
    "--om-font-heading",
    "--om-radius",
}
VALUE = re.compile(r"#[0-9a-f]{6}|\d{1,2}px|(\"[\w .+-]+\"|[a-z-]+)(, (\"[\w .+-]+\"|[a-z-]+))*")


def errors_of(theme):
    """The sentences, by field."""
    with pytest.raises(ValidationError) as caught:
        theme.full_clean(validate_unique=False)
    return caught.value.message_dict


def clean(**fields):
    theme = EmbedTheme(**{"name": "HWK", "key": "hwk"} | fields)
    theme.full_clean(validate_unique=False)
    return theme


def test_the_standard_look_passes_its_own_check():
    assert clean().custom_properties()["--om-accent"] == "#0b5c6b"


@pytest.mark.parametrize("typed", ["#E3007A", "e3007a", " #e3007a "])
def test_a_colour_may_be_typed_in_the_usual_ways(typed):
    assert clean(accent=typed).accent == "#e3007a"


def test_a_short_colour_is_written_out():
    assert clean(text="#123").text == "#112233"


@pytest.mark.parametrize(
    "typed", ["red", "#12345", "rgb(1,2,3)", "#0b5c6b;", "var(--x)", "#١٢٣٤٥٦"]
)
def test_what_is_no_colour_is_refused(typed):
    assert set(errors_of(EmbedTheme(name="x", key="x", accent=typed))) == {"accent"}


@pytest.mark.parametrize("field", ["accent", "text", "line", "focus"])
@pytest.mark.parametrize(("language", "point"), [("de", ","), ("en", ".")])
def test_a_faint_colour_is_refused_with_one_that_passes(field, language, point):
    theme = EmbedTheme(name="x", key="x", surface="#ffffff", **{field: "#c9d1d0"})
    with translation.override(language):
        found = errors_of(theme)
    assert set(found) == {field}
    [sentence] = found[field]
    assert f"1{point}5" in sentence, "the ratio, as the language writes it"
    suggested = re.findall(r"#[0-9a-f]{6}", sentence)[-1]
    setattr(theme, field, suggested)
    theme.full_clean(validate_unique=False)


def test_a_ratio_is_never_rounded_up_to_what_is_needed():
    # 4.478 : 1
    [sentence] = errors_of(EmbedTheme(name="x", key="x", text="#777777"))["text"]
    assert re.search(r"4[.,]47\b", sentence)


def test_each_colour_is_measured_on_the_ground_that_is_chosen():
    assert set(errors_of(EmbedTheme(name="x", key="x", surface="#101418"))) == {
        "accent",
        "text",
        "focus",
    }


def test_a_logo_says_what_it_shows(a_logo):
    theme = EmbedTheme(name="x", key="x", logo=a_logo)
    assert set(errors_of(theme)) == {"logo_alt"}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Arial, sans-serif", '"Arial", sans-serif'),
        ("'Segoe UI',Arial , Sans-Serif", '"Segoe UI", "Arial", sans-serif'),
        ("system-ui", "system-ui"),
        ("", ""),
    ],
)
def test_fonts_are_written_with_quotes(typed, written):
    assert clean(font=typed).font == written


@pytest.mark.parametrize(
    "typed",
    [
        "Arial; } body { display: none",
        'Arial", sans-serif; --x: "',
        "url(https://evil.example/x.woff2), serif",
        "Arial\\, serif",
        "Arial,, serif",
        "@import, serif",
        "a</style>, serif",
        "inherit",
    ],
)
def test_what_is_no_font_is_refused(typed):
    assert set(errors_of(EmbedTheme(name="x", key="x", font=typed))) == {"font"}


def test_fonts_that_a_device_may_lack_need_another_one():
    [sentence] = errors_of(EmbedTheme(name="x", key="x", font="HWK Sans"))["font"]
    assert "HWK Sans, sans-serif" in sentence


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x"])
def test_a_logo_leads_to_web_pages_only(link):
    assert set(errors_of(EmbedTheme(name="x", key="x", logo_link=link))) == {"logo_link"}


ANYTHING = st.one_of(
    st.text(max_size=80),
    st.sampled_from(["#0b5c6b", "#FFF", '"a", serif', "serif;}*{x:y", "#0b5c6b\n", "*/ url(x)"]),
)


@given(
    st.fixed_dictionaries(
        dict.fromkeys(("accent", "text", "surface", "line", "focus", "font"), ANYTHING)
        | {"font_heading": ANYTHING, "radius": st.integers(0, 99_999)}
    )
)
def test_properties_are_known_ones_with_harmless_values_whatever_was_saved(fields):
    """Even of rows that no form has seen."""
    for name, value in EmbedTheme(name="x", key="x", **fields).custom_properties().items():
        assert name in PROPERTIES
        assert VALUE.fullmatch(value), value
