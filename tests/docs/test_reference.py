"""What a site can set, call or ask for is documented."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import get_resolver

from omwagtail.conf import DEFAULTS
from omwagtail.urls import urlpatterns
from omwagtail.vocabularies import vocabulary, vocabulary_names
from tests.addresses import paths_of

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", sorted(DEFAULTS))
def test_every_setting_is_documented(name):
    assert f"| `{name}` |" in (DOCS / "reference" / "settings.md").read_text()


@pytest.mark.parametrize(
    "name", sorted(name for name, app in get_commands().items() if app.startswith("omwagtail"))
)
def test_every_command_is_documented(name):
    assert f"| `{name}` |" in (DOCS / "reference" / "commands.md").read_text()


@pytest.mark.parametrize("name", vocabulary_names())
def test_every_vocabulary_is_documented_with_its_size(name):
    lines = (DOCS / "reference" / "vocabularies.md").read_text().splitlines()
    [line] = [line for line in lines if line.startswith(f"| `{name}` |")]
    assert f"| {len(vocabulary(name))} |" in line


def test_every_address_is_documented():
    documented = (DOCS / "reference" / "addresses.md").read_text()
    addresses = re.findall(r"(/(?:om|\.well-known|\{directory)/?[^\s?`]*)", documented)
    shapes = {_shape(path) for path in addresses}
    missing = sorted(path for path in paths_of(urlpatterns) if _shape(path) not in shapes)
    assert not missing


@pytest.mark.parametrize(
    "document", sorted(DOCS.rglob("*.md")), ids=lambda file: str(file.relative_to(DOCS))
)
def test_links_between_documents_lead_somewhere(document):
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def _shape(path):
    """An address with every variable part as a star."""
    return re.sub(r"<[^>]+>|\{[^}]+\}|…", "*", path)


def test_addresses_are_at_the_root():
    assert get_resolver().resolve("/om/api/v1/items/")
