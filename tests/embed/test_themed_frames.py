"""Frames in the look of a partner: `?theme=<key>`."""

import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.catalogue.capture import item_of
from omwagtail.embed.contrast import FOR_EDGES, FOR_TEXT, contrast, nearest
from omwagtail.embed.models import REQUIRED_CONTRAST, EmbedTheme
from omwagtail.embed.palettes import palette_of
from omwagtail.embed.themes import theme_sheet, theme_url
from tests.catalogue.factories import OWN_ORIGIN, make_item
from tests.embed.test_contrast import COLOURS
from tests.embed.test_themes import ANYTHING
from tests.rendering.markup import Markup
from tests.runner.definitions import body

# All that a sheet may set, which is all of the custom properties of om.css that have to do with it.
SET = {
    *("accent", "on-accent", "accent-strong", "accent-soft", "text", "text-muted", "surface"),
    *("surface-soft", "line", "line-strong", "good", "middle", "urgent", "neutral", "focus"),
    *("tint", "radius", "font", "font-heading"),
}
RULE = re.compile(r"(?P<selector>:root|\.om-frame main)\{(?P<body>[^{}]*)\}|@media screen\{|\}|\n")
DARK = {
    "accent": "#7cc4ff",
    "text": "#f0f4f8",
    "surface": "#101820",
    "line": "#7a8894",
    "focus": "#ffd166",
}


@pytest.fixture
def theme(db):
    return EmbedTheme.objects.create(name="HWK", key="hwk", accent="#a3004f", radius=0)


@pytest.fixture
def check_item(db):
    return make_item("check", title="Betriebs-Check", body=body())


def declared(sheet: str) -> dict[str, str]:
    """What a sheet sets; fails where it holds anything but rules that are known."""
    found, at = {}, 0
    while at < len(sheet):
        rule = RULE.match(sheet, at)
        assert rule, sheet[at : at + 80]
        at = rule.end()
        for declaration in filter(None, (rule["body"] or "").split(";")):
            name, _, value = declaration.partition(":")
            found[name] = value
    return found


def styles_of(html: str) -> list[str]:
    return [link.attributes["href"] for link in Markup(html).all("link", rel="stylesheet")]


# ---- the sheet


@given(
    st.fixed_dictionaries(
        dict.fromkeys(("accent", "text", "surface", "line", "focus", "font"), ANYTHING)
        | {"key": st.just("x"), "radius": st.integers(0, 99_999)}
    )
)
def test_a_sheet_holds_known_declarations_whatever_was_saved(fields):
    found = declared(theme_sheet(EmbedTheme(**fields)))
    assert set(found) <= {f"--om-{name}" for name in SET} | {"color-scheme"}
    assert not any(re.search(r"[\\@<>]|url\(|/\*", value) for value in found.values())


@given(
    st.fixed_dictionaries(dict.fromkeys(("accent", "text", "surface", "line", "focus"), COLOURS))
)
def test_every_palette_that_is_let_through_holds_on_all_its_grounds(colours):
    surface = colours["surface"]
    for name, least in REQUIRED_CONTRAST.items():
        colours[name] = nearest(colours[name], surface, least)
    palette = palette_of(colours)
    for ground in (surface, palette["surface-soft"], palette["accent-soft"]):
        for name in ("text", "text-muted", "accent", "accent-strong"):
            assert contrast(palette[name], ground) >= FOR_TEXT, (name, ground)
        for name in ("good", "middle", "urgent", "neutral"):
            assert contrast(palette[name], ground) >= FOR_TEXT, (name, ground)
        for name in ("line-strong", "focus"):
            assert contrast(palette[name], ground) >= FOR_EDGES, (name, ground)
    for name in ("accent", "accent-strong"):
        assert contrast(palette["on-accent"], palette[name]) >= FOR_TEXT
    assert contrast(palette["accent"], palette["line"]) >= FOR_EDGES, "a bar and its track"


def test_light_words_are_not_printed_on_white_paper():
    sheet = theme_sheet(EmbedTheme(key="x", **DARK))
    assert re.search(r"@media screen\{:root\{[^}]*--om-text:#f0f4f8", sheet)
    assert "color-scheme:dark" in sheet
    assert "@media" not in theme_sheet(EmbedTheme(key="x"))


def test_ratings_keep_their_colours_on_a_dark_ground():
    """Green is more green than red, and so on: nothing is told apart by its lightness alone."""
    palette = palette_of(DARK)
    red, green, _ = bytes.fromhex(palette["good"][1:])
    assert green > red
    red, green, blue = bytes.fromhex(palette["urgent"][1:])
    assert red > max(green, blue)


def test_a_sheet_is_kept_for_ever_where_its_address_has_its_version(client, theme):
    address = theme_url(theme)
    answer = client.get(address)
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert not answer.cookies
    squeezed = client.get(address, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(squeezed.content) == answer.content
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_a_sheet_without_its_version_is_asked_for_again_soon(client, theme):
    earlier = theme_url(theme)
    theme.accent = "#004a99"
    theme.save()
    for address in ("/om/embed/1/theme/hwk.css", earlier):
        answer = client.get(address)
        assert answer["Cache-Control"] == "public, max-age=300"
        assert "--om-accent:#004a99" in answer.content.decode()
    assert theme_url(theme) != earlier


def test_there_is_no_sheet_of_a_theme_that_is_not_there(client, db):
    assert client.get("/om/embed/1/theme/hwk.css").status_code == 404


# ---- frames


def frames_of(item) -> list[str]:
    return [
        reverse("omwagtail_embed_check", args=[item.key]),
        reverse("omwagtail_embed_card", args=[item.key]),
        reverse("omwagtail_embed_list"),
        reverse("omwagtail_embed_check_comparison", args=[item.key]),
    ]


def test_every_frame_takes_a_theme(client, theme, check_item):
    for frame in frames_of(check_item):
        answer = client.get(frame, {"theme": "hwk"})
        assert styles_of(answer.content.decode())[1] == theme_url(theme), frame
        assert f"<{theme_url(theme)}>; rel=preload" in answer["Link"]
        assert not answer.cookies
        assert "'unsafe" not in answer["Content-Security-Policy"]
        assert " style=" not in answer.content.decode()


def without_way_back(answer) -> str:
    """A framed list's page but for what its entries say of the list's own address."""
    return re.sub(r' data-inside="[^"]*"', "", answer.content.decode())


@pytest.mark.parametrize("key", ["gone", "", "../x", "hwk\0", "x" * 2000, '"><script>'])
def test_a_theme_that_is_not_there_changes_nothing(client, theme, check_item, key):
    for frame in frames_of(check_item):
        answer = client.get(frame, {"theme": key})
        assert answer.status_code == 200
        assert without_way_back(answer) == without_way_back(client.get(frame))


def test_a_theme_that_was_deleted_is_missed_by_nobody(client, theme, check_item):
    frame = frames_of(check_item)[0]
    sent = client.get(frame, {"theme": "hwk"}).content.decode()
    theme.delete()
    assert client.get(frame, {"theme": "hwk"}).status_code == 200
    # Somebody was filling in meanwhile.
    [form] = [one for one in Markup(sent).all("form") if "result" in one.attributes["action"]]
    assert client.post(form.attributes["action"], {"a-z1": "much"}).status_code == 200


def test_frames_of_a_missing_entry_are_in_the_look_too(client, theme):
    answer = client.get(reverse("omwagtail_embed_card", args=["0" * 32]), {"theme": "hwk"})
    assert answer.status_code == 404
    assert theme_url(theme) in answer.content.decode()
    answer = client.get(reverse("omwagtail_embed_list"), {"theme": "hwk", "type": "x"})
    assert answer.status_code == 400
    assert theme_url(theme) in answer.content.decode()


def test_the_sites_own_pages_take_no_theme(client, theme, check_item):
    own = client.get(reverse("omwagtail_check", args=[check_item.key]), {"theme": "hwk"})
    assert "theme/hwk" not in own.content.decode()


PAGES = ("", "result/", "plan/", "declaration/", "handover/", "comparison/")


@pytest.mark.parametrize("page", PAGES)
def test_a_theme_goes_along_over_all_pages_of_a_check(client, theme, check_item, page):
    start = frames_of(check_item)[0]
    html = client.post(f"{start}{page}?theme=hwk", {"a-z1": "much"}).content.decode()
    assert styles_of(html)[1] == theme_url(theme)
    led_to = [
        element.attributes[name]
        for element in Markup(html).elements
        for name in ("action", "formaction", "href")
        if element.tag != "link" and element.attributes.get(name, "").startswith(start)
    ]
    pages = [address for address in led_to if "/export/" not in address]
    assert pages
    assert all(address.partition("#")[0].endswith("/?theme=hwk") for address in pages), pages


def test_an_address_that_was_asked_for_without_answers_keeps_the_theme(client, theme, check_item):
    start = frames_of(check_item)[0]
    answer = client.get(f"{start}result/", {"theme": "hwk"})
    assert (answer.status_code, answer["Location"]) == (302, f"{start}?theme=hwk")


def test_a_frame_without_a_theme_costs_no_query_more(client, check_item):
    """And one with a theme, but without a logo, one."""
    EmbedTheme.objects.create(name="x", key="x")
    frame = frames_of(check_item)[1]
    client.get(frame)
    with CaptureQueriesContext(connection) as plain:
        client.get(frame)
    with CaptureQueriesContext(connection) as themed:
        client.get(frame, {"theme": "x"})
    assert not [query for query in plain if "embedtheme" in query["sql"]]
    assert len(themed) == len(plain) + 1


# ---- the logo


def test_a_logo_stands_at_the_head_of_the_frame(client, theme, check_item, a_logo):
    theme.logo, theme.logo_alt, theme.logo_link = a_logo, "HWK Musterland", "https://hwk.example/"
    theme.save()
    for frame in frames_of(check_item):
        html = Markup(client.get(frame, {"theme": "hwk"}).content.decode())
        [logo] = html.all("img", alt="HWK Musterland")
        assert (logo.attributes["width"], logo.attributes["height"]) == ("480", "240")
        [link] = html.all("a", href="https://hwk.example/")
        assert link.attributes["rel"] == "noopener"
        picture = client.get(logo.attributes["src"])
        assert logo.attributes["src"].startswith("/om/media/"), "of this host"
        assert picture.status_code == 200
        assert len(b"".join(picture.streaming_content)) < 20_000


def test_a_logo_without_a_link_is_no_link(client, theme, check_item, a_logo):
    theme.logo, theme.logo_alt = a_logo, "HWK"
    theme.save()
    html = client.get(frames_of(check_item)[2], {"theme": "hwk"}).content.decode()
    assert Markup(html).all("img", alt="HWK")
    assert not [link for link in Markup(html).all("a") if not link.text.strip()]


def test_a_logo_whose_file_is_gone_is_left_out(client, theme, check_item, a_logo):
    a_logo.file.storage.delete(a_logo.file.name)
    theme.logo, theme.logo_alt = a_logo, "HWK"
    theme.save()
    answer = client.get(frames_of(check_item)[2], {"theme": "hwk"})
    assert answer.status_code == 200
    assert not Markup(answer.content.decode()).all("img", alt="HWK")


# ---- pasted addresses


@pytest.mark.parametrize("mode", ["card", "full"])
def test_a_pasted_address_with_a_theme_gives_a_frame_with_it(client, theme, check, mode):
    url = f"{item_of(check).url}?theme=hwk"
    answer = client.get("/om/oembed/", {"url": url, "mode": mode})
    [frame] = Markup(answer.json()["html"]).all("iframe")
    shown = client.get(frame.attributes["src"].removeprefix(OWN_ORIGIN))
    assert styles_of(shown.content.decode())[1] == theme_url(theme)


def test_a_pasted_list_with_a_theme_gives_a_list_with_it(client, theme, directory):
    listed = f"{OWN_ORIGIN}/om/embed/1/list/?limit=3&theme=hwk"
    for url in (listed, f"{OWN_ORIGIN}{directory.url}?theme=hwk&type=check"):
        answer = client.get("/om/oembed/", {"url": url})
        [frame] = Markup(answer.json()["html"]).all("iframe")
        src = frame.attributes["src"]
        assert src.count("theme=hwk") == 1
        assert client.get(src.removeprefix(OWN_ORIGIN)).status_code == 200


def test_a_pasted_address_carries_no_theme_that_can_be_none(client, check):
    url = f"{item_of(check).url}?theme=%22%3E%3Cscript%3E"
    answer = client.get("/om/oembed/", {"url": url})
    assert "theme" not in Markup(answer.json()["html"]).all("iframe")[0].attributes["src"]
