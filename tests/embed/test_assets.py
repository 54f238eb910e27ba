"""Scripts and styles for pages of any site."""

import gzip
import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from omwagtail.runner.assets import FOLDER, SOURCES, asset_url

NAMES = pytest.mark.parametrize("name", sorted(SOURCES))


@NAMES
def test_asset_can_be_loaded_from_any_site(client, name):
    response = client.get(reverse("omwagtail_embed_asset", args=[name]))
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


@NAMES
def test_asset_has_its_content_type(client, name):
    expected = {"js": "text/javascript", "css": "text/css"}[name.rpartition(".")[2]]
    response = client.get(reverse("omwagtail_embed_asset", args=[name]))
    assert response["Content-Type"].startswith(expected)
    assert response["X-Content-Type-Options"] == "nosniff"


@NAMES
def test_address_with_version_is_kept_for_ever(client, name):
    assert "immutable" in client.get(asset_url(name))["Cache-Control"]


@pytest.mark.parametrize("query", ["", "?v="])
def test_address_without_a_version_is_asked_for_again(client, query):
    url = reverse("omwagtail_embed_asset", args=["check.js"]) + query
    response = client.get(url)
    assert "immutable" not in response["Cache-Control"]
    again = client.get(url, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


@NAMES
def test_asset_comes_squeezed_where_a_browser_takes_it(client, name):
    plain = client.get(asset_url(name))
    squeezed = client.get(asset_url(name), headers={"accept-encoding": "br, gzip"})
    assert "Content-Encoding" not in plain
    assert squeezed["Content-Encoding"] == "gzip"
    assert all("Accept-Encoding" in response["Vary"] for response in (plain, squeezed))
    assert gzip.decompress(squeezed.content) == plain.content


SIZES = [("om-embed.js", 1000), ("om-list.js", 4000), ("om-directory.js", 6000)]


@pytest.mark.parametrize(("name", "most"), SIZES)
def test_what_other_sites_load_is_small(client, name, most):
    answer = client.get(asset_url(name), headers={"accept-encoding": "gzip"})
    assert len(answer.content) <= most


def test_an_element_brings_its_style_along(client):
    script = client.get(asset_url("om-list.js")).content.decode()
    assert not re.search(r"""(^|;|})import *["{\w]""", script)
    assert ".replaceSync(" in script


@pytest.mark.parametrize("language", ["de", "en"])
def test_elements_say_what_the_catalogue_says(client, language):
    with override(language):
        said = {
            "om-embed.js": ["Load from"],
            "om-list.js": ["Loading …", "Practice example"],
            "om-directory.js": ["Loading …", "Search", "Show more"],
        }
        for name, msgids in said.items():
            script = client.get(asset_url(name)).content.decode()
            assert all(f'"{gettext(msgid)}"' in script for msgid in msgids), name


def test_a_module_comes_in_one_piece(client):
    script = client.get(asset_url("check.js")).content.decode()
    assert "topicsView(" in script
    assert "/**" not in script
    assert not re.search(r"(^|;|})(import|export)[ {]", script)


def test_a_style_that_means_what_is_inside_a_page_still_does(client):
    style = client.get(asset_url("list.css")).content.decode()
    assert ":where(h1" in style
    assert ".om-page:where" not in style


@pytest.mark.parametrize("source", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_what_a_source_imports_is_there(source):
    """A bundle strips imports: a name that is gone would only be missed where it is called."""
    for names, name in re.findall(r'import \{([^}]*)\} from "\./([\w-]+\.js)"', source.read_text()):
        if not (FOLDER / name).exists():  # made while it is served
            continue
        exported = re.findall(
            r"^export (?:async )?(?:function|const|class) (\w+)",
            (FOLDER / name).read_text(),
            re.MULTILINE,
        )
        assert set(re.findall(r"\w+", names)) <= set(exported)


@NAMES
def test_what_a_module_imports_has_its_version(client, name):
    text = client.get(asset_url(name)).content.decode()
    imported = re.findall(r'(?:from|import\()"\./([^"?]+)([^"]*)"', text)
    assert all(f"{part}{query}" == asset_url(part).rpartition("/")[2] for part, query in imported)


@pytest.mark.parametrize("name", ["check.py", "om.css", "..", "admin.js"])
def test_other_files_are_not_served(client, name):
    assert client.get(f"/om/embed/1/{name}").status_code == 404


def test_scoring_stays_at_its_first_address(client):
    script = client.get("/om/embed/1/scoring.js").content.decode()
    assert re.search(r"export function score\(body,answers\)", script)
