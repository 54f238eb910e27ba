"""What the ways are written with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from wagtail.models import (
    Page,
)

from omwagtail.catalogue.capture import item_of
from tests.pages_for_tests import home
from tests.testapp.models import PlainPage

Way = Callable[..., Iterator[None]]
WAYS: list[Way] = []
# Those that no signal tells of: rows changed by hand, or a moment that has come.
SILENT: set[Way] = set()
ORIGIN = "https://partner.example"


def way(found: Way) -> Way:
    WAYS.append(found)
    return found


def silent(found: Way) -> Way:
    SILENT.add(found)
    return way(found)


@dataclass
class Admin:
    """What an editor does in a browser."""

    client: object

    def post(self, view: str, *args: object, query: str = "", **data: object) -> None:
        response = self.client.post(reverse(view, args=args) + query, data)
        assert response.status_code == 302, response.content[:2000]


def data(page: Page) -> dict:
    return item_of(page).data


def state(page: Page) -> tuple[str, str]:
    item = item_of(page)
    return item.state, item.reason


def section(slug: str = "beispiele", parent: Page | None = None) -> Page:
    return (parent or home()).add_child(instance=PlainPage(title=slug.title(), slug=slug))


def shown(page: Page) -> bool:
    item = item_of(page)
    return item is not None and item.state == "accepted"
