"""Themes in a real browser: a whole check on a page of another site, and the form in the admin."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import expect

from omwagtail.catalogue.editions import edition_name
from omwagtail.embed.models import EmbedTheme
from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import edit_item, make_item
from tests.content.admin_in_browser import logged_in
from tests.embed.foreign import foreign_page
from tests.embed.test_themed_frames import DARK
from tests.runner.definitions import body
from tests.runner.test_editions_filled_in import FIRST, asking, second
from tests.runner.way import lead_on, part, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The same colours, as browsers write them.
GROUND, WORDS, ACCENT = "rgb(16, 24, 32)", "rgb(240, 244, 248)", "rgb(124, 196, 255)"


@pytest.fixture
def theme(live_server, a_logo):
    return EmbedTheme.objects.create(
        name="HWK",
        key="hwk",
        radius=0,
        font="Verdana, sans-serif",
        **DARK,
        logo=a_logo,
        logo_alt="HWK Musterland",
        logo_link="https://hwk.example/",
    )


@pytest.fixture
def address(live_server, theme):
    """Of a check's frame, in the look of the theme."""
    item = make_item("check", title="Betriebs-Check", body=body())
    return f"{live_server.url}{reverse('omwagtail_embed_check', args=[item.key])}?theme=hwk"


def style(locator, name):
    return locator.evaluate("(node, name) => getComputedStyle(node)[name]", name)


def is_dark(page):
    """Whether the page is in the look of the theme, as far as colours go."""
    words, ground = page.locator(".om-page h1:visible"), page.locator("body.om-frame")
    return style(words, "color") == WORDS and style(ground, "backgroundColor") == GROUND


def test_a_frame_on_another_site_has_the_partners_look(
    open_page, foreign_site, live_server, address
):
    page = open_page(
        foreign_site(foreign_page(f'<iframe title="Check" src="{address}" height="700"></iframe>'))
    )
    frame = page.frame_locator("iframe")
    button = frame.locator('[data-om="begin"]')
    expect(button).to_be_visible()
    assert style(button, "backgroundColor") == ACCENT
    assert style(button, "color") == GROUND
    assert style(button, "borderRadius") == "0px"
    assert style(frame.locator("body .om-page"), "fontFamily") == "Verdana, sans-serif"
    logo = frame.get_by_role("link", name="HWK Musterland").get_by_role("img")
    assert logo.evaluate("image => image.decode().then(() => image.height)") <= 48
    assert page.complaints == []
    assert page.context.cookies() == []
    hosts = {url.split("/")[2] for url in page.requested if url.startswith("http")}
    assert hosts == {live_server.url.split("/")[2], page.url.split("/")[2]}


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_whole_way_on_a_dark_ground_can_be_seen_by_everybody(open_page, address, viewport):
    page = open_page(address, viewport=viewport, reduced_motion="reduce")
    for _ in walk(page):
        assert is_dark(page)
        assert accessibility_violations(page) == []
    for name in ("handover", "result", "comparison"):
        lead_on(page, name)
        assert is_dark(page)
        assert accessibility_violations(page) == []
    assert page.complaints == []


def test_the_whole_way_without_scripts_keeps_the_look(open_page, address):
    page = open_page(address, java_script_enabled=False)
    page.locator("#point-z1 input[value=much]").check()
    page.locator('[data-om="submit"]').click()
    expect(page.locator(".om-rated")).to_contain_text("Ziele aufschreiben")
    assert is_dark(page)
    page.locator('[data-om="take"]').first.click()
    assert is_dark(page)
    for name in ("plan", "handover", "result", "comparison"):
        page.locator(f'[data-om-go="{name}"]:visible').first.click()
        assert is_dark(page), page.url
    page.get_by_role("button", name="Zurück zum Ergebnis").click()
    page.locator('[data-om-go^="#topic"]').first.click()
    assert is_dark(page)
    expect(page.locator("#point-z1 input[value=much]")).to_be_checked()


def test_another_edition_opened_on_the_device_keeps_the_look(open_page, live_server, theme):
    item = make_item("check", title="Betriebs-Check", body=asking(FIRST, 1))
    began = edition_name(item.data)[1]
    edit_item(item, body=second())
    frame = live_server.url + reverse("omwagtail_embed_check", args=[item.key])
    page = open_page(f"{frame}?fingerprint={began}&theme=hwk#topic-ziele")
    page.locator("#point-z1 input[value=much]").check()
    part(page, "newer").locator("summary").click()
    part(page, "change-over-now").click()
    expect(part(page, "change-over")).to_be_focused()
    assert page.url == f"{frame}?since={began}&theme=hwk"
    page.reload()
    assert is_dark(page)


def test_a_theme_deleted_while_somebody_fills_in_ends_nothing(open_page, address, theme):
    page = open_page(address, java_script_enabled=False)
    page.locator("#point-z1 input[value=much]").check()
    theme.delete()
    page.locator('[data-om="submit"]').click()
    expect(page.locator(".om-rated")).to_contain_text("Ziele aufschreiben")
    assert not is_dark(page)
    assert page.complaints == []


def test_on_paper_words_are_dark(open_page, address):
    page = open_page(address)
    page.emulate_media(media="print")
    assert style(page.locator(".om-page h1:visible"), "color") == "rgb(24, 38, 43)"


def test_forced_colours_win(open_page, address):
    page = open_page(address, forced_colors="active")
    assert style(page.locator("body"), "backgroundColor") != GROUND
    assert style(page.locator(".om-page h1:visible"), "color") != WORDS
    for _ in walk(page):
        pass


@pytest.mark.parametrize("frame", ["card", "list"])
def test_cards_and_lists_on_a_dark_ground_can_be_seen_by_everybody(
    open_page, live_server, theme, frame
):
    item = make_item("check", title="Betriebs-Check", summary="Ein Satz.", body=body())
    args = [item.key] if frame == "card" else []
    path = reverse(f"omwagtail_embed_{frame}", args=args)
    page = open_page(f"{live_server.url}{path}?theme=hwk", viewport=PHONE)
    expect(page.get_by_role("img", name="HWK Musterland")).to_be_visible()
    assert style(page.locator("article").first, "color") == WORDS
    assert accessibility_violations(page) == []
    page.set_viewport_size({"width": 600, "height": 260})
    expect(page.get_by_role("link", name="Betriebs-Check")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("key", ["", "0" * 32], ids=["card", "gone"])
def test_the_way_back_to_a_list_can_be_seen_by_everybody(open_page, live_server, theme, key):
    key = key or make_item("check", title="Betriebs-Check", body=body()).key
    path = reverse("omwagtail_embed_card", args=[key])
    page = open_page(f"{live_server.url}{path}?list=limit%3D3%26theme%3Dhwk&theme=hwk")
    expect(page.get_by_role("img", name="HWK Musterland")).to_be_visible()
    assert accessibility_violations(page) == []
    page.locator(".om-single-back a").click()
    expect(page.locator(".om-embed-title")).to_be_visible()
    assert is_dark(page)


# ---- the form in the admin


@pytest.fixture
def open_form(open_page, live_server, client):
    client.force_login(get_user_model().objects.create_superuser("editor", "", "secret"))
    path = reverse(EmbedTheme.snippet_viewset.get_url_name("add"))
    return lambda **options: open_page(
        live_server.url + path, **logged_in(client, live_server), **options
    )


def test_contrasts_stand_beside_the_colours_while_they_are_chosen(open_form):
    page = open_form()
    text = page.locator('[data-om-colour="text"]')
    expect(text.locator("output")).to_contain_text("15,54 : 1")
    text.locator("#id_text").fill("#999")
    expect(text.locator("output")).to_contain_text("2,84 : 1")
    expect(text.locator("output")).to_contain_text("4,5 : 1")
    text.locator("[type=color]").fill("#333333")
    expect(text.locator("#id_text")).to_have_value("#333333")
    expect(text.locator("output")).to_contain_text("12,63 : 1")
    page.locator("#id_surface").fill("#101418")
    expect(text.locator("output")).to_contain_text("1,4")
    text.locator("#id_text").fill("red")
    expect(text.locator("output")).to_be_empty()


def test_a_theme_is_made_by_hand_and_previewed(open_form, check):
    page = open_form()
    page.locator("#id_name").press_sequentially("HWK Süd")
    page.locator("#id_accent").fill("#a3004f")
    expect(page.locator("#id_key")).to_have_value("hwk-sud")
    page.get_by_role("button", name="Vorschau umschalten").click()
    preview = page.locator("iframe[title='Vorschau']").first.content_frame
    expect(preview.locator('[data-om="begin"]')).to_have_css("background-color", "rgb(163, 0, 79)")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".messages")).to_contain_text("HWK Süd")
    assert EmbedTheme.objects.get().accent == "#a3004f"


def test_a_theme_is_made_without_scripts(open_form):
    page = open_form(java_script_enabled=False)
    page.locator("#id_name").fill("HWK Süd")
    page.locator("#id_key").fill("hwk-sud")
    page.locator("#id_accent").fill("A3004F")
    page.get_by_role("button", name="Speichern").click()
    assert EmbedTheme.objects.get().accent == "#a3004f"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_form_can_be_used_by_everybody(open_form, viewport):
    page = open_form(viewport=viewport)
    expect(page.locator("[type=color]")).to_have_count(5)
    ours = [
        violation
        for violation in accessibility_violations(page)
        if "om-colour" in violation or "id_" in violation
    ]
    assert ours == []
