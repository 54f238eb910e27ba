"""A site's address, front page and directories."""

from typing import Any

from wagtail.models import Page, Site

from example_site.loading import memory
from example_site.loading.reading import digest_of
from example_site.models import HomePage
from example_site.sites import HOST
from omwagtail.pages.models import DirectoryPage

# Short, because it stands at the beginning of every breadcrumb.
HOME_TITLE = "Startseite"
# Folder of the content, kind of document, title and address of its directory.
DIRECTORIES = (
    ("practice-examples", "practice-example", "Praxisbeispiele", "praxisbeispiele"),
    ("checks", "check", "Checks", "checks"),
    ("networks", "network", "Netzwerke", "netzwerke"),
)


def load_home(name: str, data: dict[str, Any]) -> HomePage:
    """The front page with the site's own texts."""
    texts = {
        "title": HOME_TITLE,
        "draft_title": HOME_TITLE,
        "headline": data["home"]["title"],
        "intro": data["home"]["intro"],
        "footer": data["footer"],
    }
    root = Page.get_first_root_node()
    return _load_page(f"{name}#home", HomePage(slug="start"), texts, root)


def load_site(name: str, data: dict[str, Any], home: HomePage, port: int) -> Site:
    """The site at this machine's address; Wagtail's welcome page makes room for it."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    address = {"hostname": HOST, "port": port, "site_name": data["name"]}
    digest = digest_of(address)
    if site.pk is None or not memory.is_current(name, digest):
        welcome = site.root_page
        for field, value in address.items():
            setattr(site, field, value)
        site.root_page = home
        site.full_clean()
        site.save()
        if welcome is not None and welcome.specific_class is Page:
            welcome.delete()
        memory.remember(name, digest, site)
    return site


def load_directories(name: str, data: dict[str, Any], home: HomePage) -> dict[str, DirectoryPage]:
    """The directory of everything, and one for each kind, which holds its pages; by folder."""
    texts = {
        "title": data["directory"]["title"],
        "draft_title": data["directory"]["title"],
        "intro": data["directory"]["intro"],
    }
    _load_page(f"{name}#directory", DirectoryPage(slug="alle"), texts, home)
    return {
        folder: _load_page(
            f"{name}#{folder}",
            DirectoryPage(slug=slug, show_in_menus=True, types=[kind]),
            {"title": title, "draft_title": title},
            home,
        )
        for folder, kind, title, slug in DIRECTORIES
    }


def _load_page(name: str, fresh: Page, texts: dict[str, str], parent: Page) -> Page:
    """The page of a name; made if it is new, and published again if its texts have changed."""
    page, digest = memory.find(name, type(fresh)), digest_of(texts)
    if page is not None and memory.is_current(name, digest):
        return page
    page = page or fresh
    for field, value in texts.items():
        setattr(page, field, value)
    if page.pk is None:
        Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(log_action=True).publish()
    memory.remember(name, digest, page)
    return page
