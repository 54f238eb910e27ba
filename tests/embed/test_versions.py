"""Addresses with a version: the same bytes for ever, or none."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from omwagtail import __version__
from omwagtail.runner import published
from omwagtail.runner.assets import asset, asset_of, asset_url, integrity_of
from omwagtail.runner.published import KEPT, PUBLIC, kept_file
from tests.catalogue.factories import make_item
from tests.embed.foreign import foreign_page

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "embeds.md"
RELEASES = json.loads((KEPT / "releases.json").read_text("utf-8"))
AGAIN = "run `make release-assets`"
UNKNOWN = "0123456789ab"


@pytest.fixture
def earlier(monkeypatch, tmp_path):
    """A module as an earlier release had it."""
    found = asset_of("om-list.js", b'document.title = "frueher";')
    (tmp_path / kept_file("om-list.js", found.version)).write_bytes(found.content)
    monkeypatch.setattr(published, "KEPT", tmp_path)
    return found


def address_of(version: str, name: str = "om-list.js") -> str:
    return f"{reverse('omwagtail_embed_asset', args=[name])}?v={version}"


def test_what_a_release_had_is_served_as_it_was(client, earlier):
    response = client.get(address_of(earlier.version))
    assert response.content == earlier.content
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"].startswith("text/javascript")
    headers = {"if-none-match": response["ETag"]}
    assert client.get(address_of(earlier.version), headers=headers).status_code == 304


@pytest.mark.parametrize("name", ["om-list.js", "check.js", "check.css"])
@pytest.mark.parametrize("version", [UNKNOWN, "1", "../../x", "ä", "0123456789AB"])
def test_a_version_that_is_not_kept_leads_to_the_present_one(client, name, version):
    response = client.get(reverse("omwagtail_embed_asset", args=[name]), {"v": version})
    assert response.status_code == 302
    assert response["Location"] == f"/om/embed/1/{name}"
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.content == b""


def test_a_version_of_another_module_is_none_of_this_one(client):
    response = client.get(address_of(asset("om-embed.js").version, "om-list.js"))
    assert response.status_code == 302


@pytest.mark.parametrize("release", sorted(RELEASES))
def test_each_release_has_its_modules(client, release):
    for name, version in RELEASES[release].items():
        response = client.get(address_of(version, name))
        assert asset_of(name, response.content).version == version
        assert "immutable" in response["Cache-Control"]


def test_the_modules_of_this_release_are_kept():
    present = {name: asset(name).version for name in PUBLIC}
    assert RELEASES[__version__] == present, AGAIN
    for name, version in present.items():
        assert (KEPT / kept_file(name, version)).read_bytes() == asset(name).content


@pytest.mark.parametrize("name", PUBLIC)
def test_the_reference_has_the_hash_of_each_module(client, name):
    content = client.get(asset_url(name)).content
    [row] = re.findall(rf"^\| `{name}` \| (.*) \|$", REFERENCE.read_text("utf-8"), re.MULTILINE)
    assert row == f"`{asset(name).version}` | `{integrity_of(content)}`", AGAIN


def test_the_reference_names_the_release():
    assert f"Of release {__version__}:" in REFERENCE.read_text("utf-8"), AGAIN


# ---- in a browser, on a page of another site


def list_of(hub: str, version: str, integrity: str = "") -> str:
    """The lines of a web editor that name a version."""
    fixed = f' integrity="{integrity}" crossorigin="anonymous"' if integrity else ""
    return foreign_page(
        f'<script type="module" src="{hub}{address_of(version)}"{fixed}></script>'
        f'<om-list src="{hub}"><a href="{hub}/">Alle</a></om-list>'
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fixed", [True, False], ids=["with hash", "without hash"])
def test_a_page_of_another_site_names_version_and_hash(open_page, foreign_site, live_server, fixed):
    make_item(title="Türhänger")
    present = asset("om-list.js")
    integrity = present.integrity if fixed else ""
    page = open_page(foreign_site(list_of(live_server.url, present.version, integrity)))
    expect(page.locator("[part=title]")).to_have_text("Türhänger")
    assert page.complaints == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_version_that_is_gone_still_shows_the_list(open_page, foreign_site, live_server):
    make_item(title="Türhänger")
    page = open_page(foreign_site(list_of(live_server.url, UNKNOWN)))
    expect(page.locator("[part=title]")).to_have_text("Türhänger")
    assert page.complaints == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_with_its_hash_a_version_that_is_gone_leaves_the_link(open_page, foreign_site, live_server):
    make_item(title="Türhänger")
    other = integrity_of(b"etwas anderes")
    page = open_page(foreign_site(list_of(live_server.url, UNKNOWN, other)))
    expect(page.get_by_role("link", name="Alle")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.locator("[part=card]").count() == 0
    assert any("integrity" in text for text in page.complaints)
