"""Published pages for tests, made as an editor makes them."""

from wagtail.models import Page, Site

from omwagtail.pages.models import NetworkPage, PracticeExamplePage
from tests.testapp.models import PlainPage


def home():
    """The root page of the default site."""
    return Site.objects.get(is_default_site=True).root_page


def second_site():
    """The root page of another site, ``https://zweite.example``."""
    root = Page.objects.get(depth=1)
    start = root.add_child(instance=PlainPage(title="Zweite", slug="zweite"))
    Site.objects.create(hostname="zweite.example", port=443, root_page=start)
    return start


def publish_example(parent=None, *, title="Gemeinsam ausbilden", slug=None, **fields):
    """A published practice example below ``parent``."""
    page = PracticeExamplePage(
        title=title,
        slug=slug or "gemeinsam-ausbilden",
        summary=fields.pop("summary", "Drei Betriebe bilden zusammen aus."),
        **{"topics": ["skilled-labour"], "regions": ["DED2F"], **fields},
    )
    (parent or home()).add_child(instance=page)
    page.save_revision().publish()
    return page


def publish_network(parent=None, *, title="Netzwerk Glashütte", slug="netzwerk", **fields):
    """A published network profile below ``parent``."""
    page = NetworkPage(title=title, slug=slug, summary="Betriebe in Glashütte.", **fields)
    (parent or home()).add_child(instance=page)
    page.save_revision().publish()
    return page
