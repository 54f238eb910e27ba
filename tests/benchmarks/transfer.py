"""What brings content from one Wagtail site to another without this package: wagtail-transfer."""

import re
import uuid

from django.test import RequestFactory
from wagtail.models import Page
from wagtail_transfer.auth import digest_for_source
from wagtail_transfer.models import IDMapping
from wagtail_transfer.operations import ImportPlanner
from wagtail_transfer.views import pages_for_export

from tests.benchmarks.pages import home, make_peer_pages
from tests.benchmarks.peer.models import PeerIndexPage
from tests.benchmarks.without import without_capture

SITE = "other"
TRANSLATION_KEY = re.compile(rb'("translation_key": ")[0-9a-f-]+')


class Transfer:
    """Published pages that are brought to another part of the same site, as if it were another.

    Export and import go through the peer's own view and planner, in process: no HTTP is counted.
    Pictures stand at both sides under the same id, and are not moved.
    """

    def __init__(self, count: int) -> None:
        with without_capture():
            self.index = make_peer_pages(count)[0].get_parent()
            self.arrivals = home().add_child(
                instance=PeerIndexPage(title="Angekommen", slug="angekommen")
            )
        self.count = count

    def run(self) -> None:
        """Export all, import all."""
        with without_capture():
            text = _export(self.index)
            _import(_as_elsewhere(text), self.index, self.arrivals)
        arrived = self.arrivals.get_descendant_count()
        assert arrived == self.count + 1, f"{arrived} of {self.count + 1} pages"

    def clear(self) -> None:
        """Take away what an earlier run brought."""
        with without_capture():
            for page in self.arrivals.get_children():
                page.delete()
            self.arrivals.refresh_from_db()
        _forget_pages()


def _export(page: Page) -> bytes:
    """A page and all below it, as the other site gets them."""
    request = RequestFactory().get("/", {"digest": digest_for_source(SITE, str(page.pk))})
    return pages_for_export(request, str(page.pk)).content


def _import(text: bytes, page: Page, parent: Page) -> None:
    importer = ImportPlanner.for_page(source=page.pk, destination=parent.pk, source_site=SITE)
    importer.add_json(text)
    assert not importer.missing_object_data, importer.missing_object_data
    importer.run()


def _as_elsewhere(text: bytes) -> bytes:
    """What was exported, as a site sees it that has none of these pages: this takes no time worth
    counting. Here they stand beside their copies, which therefore need other translation keys."""
    _forget_pages()
    return TRANSLATION_KEY.sub(lambda match: match[1] + uuid.uuid4().hex.encode(), text)


def _forget_pages() -> None:
    IDMapping.objects.filter(content_type__app_label="wagtailcore").delete()
