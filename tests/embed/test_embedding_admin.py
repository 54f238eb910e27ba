"""From the admin to the line to paste."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from playwright.sync_api import expect

from omwagtail.catalogue.capture import item_of
from tests.browser import accessibility_violations
from tests.catalogue.factories import OWN_ORIGIN
from tests.content.checks import TWO_TOPICS, add_check
from tests.rendering.markup import Markup

pytestmark = pytest.mark.django_db


def path_of(page):
    return reverse("om_embedding_admin", args=[page.pk])


LISTS = "om_embedding_admin_list"
COOKIE = {"domain": "localhost", "path": "/", "expires": -1, "httpOnly": True, "secure": False}
COOKIE |= {"sameSite": "Lax"}


def line_in(client, path, **options):
    """The elements of the line to copy, as a foreign page would read them."""
    response = client.get(path, options)
    assert response.status_code == 200
    return Markup(Markup(response.content.decode()).all("textarea")[0].text)


def test_the_editor_the_explorer_and_the_listing_lead_there(admin_client, home, example):
    for address in (
        reverse("wagtailadmin_pages:edit", args=[example.pk]),
        reverse("wagtailadmin_explore", args=[home.pk]),
        reverse("om_practice_examples:index"),
    ):
        assert path_of(example) in admin_client.get(address).content.decode(), address


def test_a_directory_has_its_own_line_and_the_menu_leads_to_any_list(admin_client, directory):
    directory.types = ["check", "network"]
    directory.save()
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[directory.pk]))
    assert path_of(directory) in editor.content.decode()
    assert reverse(LISTS) in editor.content.decode()
    [element] = line_in(admin_client, path_of(directory), way="om-list").all("om-list")
    assert element.attributes["type"] == "check,network"


def test_pages_that_are_no_entries_have_no_line(admin_client, home):
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    assert path_of(home) not in editor.content.decode()


def test_a_draft_has_no_line_yet(admin_client, home):
    draft = add_check(home, title="Entwurf", sections=TWO_TOPICS)
    draft.unpublish()
    page = Markup(admin_client.get(path_of(draft)).content.decode())
    assert page.all("textarea") == []


def test_it_has_what_the_public_page_has(admin_client, client, check):
    asked = {"way": "om-embed", "click": "on", "height": "800"}
    public = client.get(reverse("omwagtail_embedding", args=[item_of(check).key]), asked)
    admin = admin_client.get(path_of(check), asked)
    lines = [Markup(page.content.decode()).all("textarea")[0].text for page in (public, admin)]
    assert lines[0] == lines[1]
    for words in ("wp_oembed_add_provider", "csp.yaml", "Ghost"):
        assert words in admin.content.decode()


def test_a_list_leads_to_the_directory_with_its_filters(admin_client, directory, example):
    asked = {"way": "om-directory", "type": "practice-example", "region": "DED"}
    [link] = line_in(admin_client, reverse(LISTS), **asked).all("a")
    address = link.attributes["href"]
    assert address == f"{OWN_ORIGIN}{directory.url}?type=practice-example&region=DED"
    assert example.title in admin_client.get(address.removeprefix(OWN_ORIGIN)).content.decode()


def test_a_frame_that_cannot_be_fetched_is_said(admin_client, example):
    asked = {"test": "on"}
    assert 'role="alert"' in admin_client.get(path_of(example), asked).content.decode()


def test_only_who_may_edit_gets_there(client, django_user_model, example):
    assert client.get(path_of(example)).status_code == 302
    user = django_user_model.objects.create_user("nobody", password="geheim")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for path in (path_of(example), reverse(LISTS)):
        assert client.get(path).status_code == 302
    user.groups.add(Group.objects.get(name="Editors"))
    assert client.get(reverse(LISTS)).status_code == 200


@pytest.fixture
def origin(live_server, settings):
    """The live server is the site's public address."""
    origins = {"localhost": live_server.url}
    settings.OMWAGTAIL = settings.OMWAGTAIL | {"ORIGINS": origins, "DEMO_MODE": True}
    return live_server.url


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 360])
def test_a_choice_is_shown_at_once(open_page, origin, check, client, width):
    client.force_login(get_user_model().objects.create_superuser("editor", "", "secret"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page = open_page(
        origin + path_of(check),
        viewport={"width": width, "height": 900},
        storage_state={"cookies": [COOKIE | cookie]},
    )
    frame = page.frame_locator("[data-om=preview] iframe")
    expect(frame.get_by_text("Betriebs-Check").first).to_be_visible()
    page.locator("[name=way][value=om-embed]").check()
    inside = page.frame_locator("[data-om=preview] om-embed iframe")
    expect(inside.get_by_text("Betriebs-Check").first).to_be_visible()
    assert "<om-embed" in page.locator("[data-om=line]").input_value()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert accessibility_violations(page) == []
