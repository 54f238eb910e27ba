"""Themes in the admin: who may make them, what the form refuses, and what the preview shows."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from omwagtail.embed.models import EmbedTheme
from tests.rendering.markup import Markup

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(admin_client):
    """Somebody who may do everything, on a German site."""
    return admin_client


@pytest.fixture
def theme():
    return EmbedTheme.objects.create(name="HWK Musterland", key="hwk")


def url(view, *args):
    return reverse(EmbedTheme.snippet_viewset.get_url_name(view), args=args)


def filled(**fields):
    """The form as it begins, with these values."""
    names = ("accent", "text", "surface", "line", "focus", "radius", "font", "font_heading")
    standard = {name: getattr(EmbedTheme(), name) for name in names}
    rest = {"name": "HWK", "key": "hwk", "logo": "", "logo_alt": "", "logo_link": ""}
    return standard | rest | fields


def errors_in(response) -> str:
    return " ".join(
        element.text
        for element in Markup(response.content.decode()).elements
        if "error-message" in element.attributes.get("class", "")
    )


def test_a_theme_is_made_in_the_admin(editor):
    answer = editor.post(url("add"), filled(name="HWK Süd", key="HWK-Sued", accent="#A3004F"))
    assert answer.status_code == 302
    theme = EmbedTheme.objects.get()
    assert (theme.key, theme.accent) == ("hwk-sued", "#a3004f")


@pytest.mark.parametrize(("language", "ratio"), [("de", "2,84"), ("en", "2.84")])
def test_a_faint_colour_is_refused_and_the_suggestion_is_taken(editor, language, ratio, settings):
    settings.LANGUAGE_CODE = language
    with translation.override(language):
        answer = editor.post(url("add"), filled(accent="#999999"))
    said = errors_in(answer)
    assert ratio in said
    assert not EmbedTheme.objects.exists()
    assert 'value="#999999"' in answer.content.decode(), "nothing that was typed is lost"
    suggested = re.findall(r"#[0-9a-f]{6}", said)[-1]
    assert editor.post(url("add"), filled(accent=suggested)).status_code == 302


def test_the_key_of_another_theme_is_refused(editor, theme):
    answer = editor.post(url("add"), filled(name="Andere", key="HWK"))
    assert "HWK Musterland" in errors_in(answer)
    assert EmbedTheme.objects.count() == 1


def test_a_key_stays_whatever_is_sent(editor, theme):
    form = Markup(editor.get(url("edit", theme.pk)).content.decode())
    [key] = form.all("input", name="key")
    assert "disabled" in key.attributes
    answer = editor.post(url("edit", theme.pk), filled(name="Neuer Name", key="other"))
    assert answer.status_code == 302
    theme.refresh_from_db()
    assert (theme.name, theme.key) == ("Neuer Name", "hwk")


def test_a_logo_that_is_not_for_everybody_is_refused(editor, a_logo):
    private = Collection.get_first_root_node().add_child(name="Intern")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    a_logo.collection = private
    a_logo.save()
    answer = editor.post(url("add"), filled(logo=a_logo.pk, logo_alt="HWK"))
    assert errors_in(answer)
    assert not EmbedTheme.objects.exists()


def test_a_drawing_is_refused_as_a_logo(editor):
    drawing = get_image_model().objects.create(
        title="Logo", file="original_images/logo.svg", width=10, height=10
    )
    answer = editor.post(url("add"), filled(logo=drawing.pk, logo_alt="HWK"))
    assert "SVG" in errors_in(answer)


# ---- who may


@pytest.fixture
def keeper(client, django_user_model):
    """`keeper(*actions)`: the browser of somebody who may do only this with themes."""

    def keeper(*actions):
        group = Group.objects.create(name="Gestaltung")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for action in actions:
            group.permissions.add(Permission.objects.get(codename=f"{action}_embedtheme"))
        user = django_user_model.objects.create_user("keeper", "k@example.org", "secret")
        user.groups.add(group)
        client.force_login(user)
        return client

    return keeper


def test_who_may_do_nothing_with_themes_sees_none(keeper, theme):
    client = keeper()
    assert client.get(url("list")).status_code == 302
    assert url("list") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_who_may_write_themes_finds_them_in_the_menu_and_may_not_delete(keeper, theme):
    client = keeper("add", "change")
    assert url("list") in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "HWK Musterland" in client.get(url("list")).content.decode()
    client.post(url("delete", theme.pk))
    assert EmbedTheme.objects.filter(pk=theme.pk).exists()


# ---- preview


def preview_of(editor, mode, **fields):
    """The page in the preview of a form that is not saved."""
    address = url("preview_on_add")
    answer = editor.post(address, filled(**fields))
    assert answer.json()["is_valid"], answer.content
    return editor.get(address, {"mode": mode})


@pytest.mark.parametrize(
    ("mode", "shown"), [("check", "<form"), ("card", "om-single"), ("list", "om-embed-list")]
)
def test_a_preview_is_the_frame_in_the_look_of_the_form(editor, check, mode, shown):
    answer = preview_of(editor, mode, accent="#a3004f", font="Verdana, sans-serif")
    html = answer.content.decode()
    assert shown in html
    assert "Betriebs-Check" in html
    assert not EmbedTheme.objects.exists()
    style = Markup(html).all("link", rel="stylesheet")[1].attributes["href"]
    sheet = editor.get(style)
    assert sheet["Content-Type"].startswith("text/css")
    assert "--om-accent:#a3004f" in sheet.content.decode()
    assert '--om-font:"Verdana", sans-serif' in sheet.content.decode()


def test_a_preview_keeps_the_policy_of_frames(editor, check):
    answer = preview_of(editor, "check")
    assert "style-src 'self';" in answer["Content-Security-Policy"]
    assert " style=" not in answer.content.decode()


@pytest.mark.parametrize("mode", ["check", "card", "list"])
def test_a_site_without_anything_has_a_preview_too(editor, home, mode):
    assert preview_of(editor, mode).status_code == 200


def test_the_style_of_a_preview_is_for_those_in_the_admin(client):
    assert client.get(reverse("om_theme_preview_style")).status_code == 302


@pytest.mark.parametrize("radius", ["", "x", "-1", "9" * 5000, "²"])
def test_the_style_of_a_preview_takes_whatever_it_is_given(editor, radius):
    address = reverse("om_theme_preview_style")
    answer = editor.get(address, {"radius": radius, "accent": "red;}*{", "font": "x;}", "text": ""})
    assert answer.status_code == 200
    assert "*" not in answer.content.decode()
