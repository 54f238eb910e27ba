"""Published pages: ours, and ordinary ones with the same content.

What is compared: ``make_pages`` publishes practice examples as an editor does, so that capture
makes their documents; ``make_peer_pages`` publishes the same content on the page type of ``peer``.
Both stand one level below the site's home, in a directory and in an index page.
"""

import io
from datetime import datetime
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.images.models import Image
from wagtail.models import Page, Site

from omwagtail.pages.models import DirectoryPage, PracticeExamplePage
from tests.benchmarks.content import example
from tests.benchmarks.copies import copy_pages
from tests.benchmarks.peer.models import PeerExamplePage, PeerIndexPage

PICTURES = 6
# Of a photograph, in pixels; few where a benchmark only has to show that it works.
size = (1800, 1200)
ONE_BY_ONE = 20


def make_pages(count: int, *, one_by_one: int = ONE_BY_ONE) -> list[PracticeExamplePage]:
    """``count`` published practice examples below the directory, with their documents.

    The first ones are published ``one_by_one``, and captured by signals. Further ones are copies
    of those with another title and address, written in bulk together with the items that capture
    would make of them (see ``copies``), so that a sweep finds nothing to do.
    """
    images = pictures()
    fields = [_our_fields(number, images) for number in range(min(count, one_by_one))]
    return _make(PracticeExamplePage, directory(), fields, count)


def make_peer_pages(count: int, *, one_by_one: int = ONE_BY_ONE) -> list[PeerExamplePage]:
    """``count`` published pages of the peer with the same content."""
    images = pictures()
    fields = [_peer_fields(number, images) for number in range(min(count, one_by_one))]
    index = _child(PeerIndexPage(title="Vergleich", slug="vergleich"))
    return _make(PeerExamplePage, index, fields, count)


def _make(model: type[Page], parent: Page, fields: list[dict[str, Any]], count: int) -> list:
    made = [_publish(model(**some), parent, number) for number, some in enumerate(fields)]
    if count > len(made):
        copy_pages(made, range(len(made), count))
    return list(model.objects.order_by("pk"))


def directory() -> DirectoryPage:
    """The directory that the examples stand in; it is in the site's menu."""
    return _child(DirectoryPage(title="Beispiele", slug="beispiele", show_in_menus=True))


def pictures() -> list[Image]:
    """Some uploaded photographs; the same ones at every call."""
    if present := list(Image.objects.order_by("pk")[:PICTURES]):
        return present
    return [_picture(number) for number in range(PICTURES)]


def home() -> Page:
    """The root page of the default site."""
    return Site.objects.get(is_default_site=True).root_page


def _child(page: Page) -> Page:
    if present := type(page).objects.filter(slug=page.slug).first():
        return present
    home().add_child(instance=page)
    page.save_revision().publish()
    return page


def _publish(page: Page, parent: Page, number: int) -> Any:
    published: datetime = example(number)["published"]
    page.slug = f"beispiel-{number}"
    page.first_published_at = published
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _our_fields(number: int, images: list[Image]) -> dict[str, Any]:
    said = example(number)
    return {
        "title": said["title"],
        "summary": said["summary"],
        "topics": said["topics"],
        "regions": said["regions"],
        "licence": "CC-BY-4.0",
        "images": [("picture", _picture_value(number, images))],
        # The second picture stands in the third section.
        "sections": [
            ("section", _section_value(section, number, images if place == 2 else []))
            for place, section in enumerate(said["sections"])
        ],
        "facts": [("fact", {**fact, "value": str(fact["value"])}) for fact in said["facts"]],
        "actors": [("actor", actor) for actor in said["actors"]],
    }


def _peer_fields(number: int, images: list[Image]) -> dict[str, Any]:
    said = example(number)
    return {**_our_fields(number, images), "publisher": said["publisher"], "licence": "CC BY 4.0"}


def _section_value(section: dict[str, Any], number: int, images: list[Image]) -> dict[str, Any]:
    return {
        "kind": section["kind"],
        "heading": section["heading"],
        "text": section["html"],
        "images": [_picture_value(number + 1, images)] if images else [],
    }


def _picture_value(number: int, images: list[Image]) -> dict[str, Any]:
    return {
        "image": images[number % len(images)],
        "alt": "Zwei Menschen an einer Werkbank, dahinter ein Regal mit Werkstücken.",
        "credit": "Foto: Kim Beispiel",
    }


def _picture(number: int) -> Image:
    """A photograph's worth of pixels, each picture another one."""
    gradient = PillowImage.linear_gradient("L").resize(size)
    colours = [
        gradient.point(lambda value, k=k: (value * k + 40 * number) % 256) for k in (1, 2, 3)
    ]
    out = io.BytesIO()
    PillowImage.merge("RGB", colours).save(out, "JPEG", quality=80)
    out.seek(0)
    return Image.objects.create(title=f"Bild {number}", file=ImageFile(out, f"bild-{number}.jpg"))
