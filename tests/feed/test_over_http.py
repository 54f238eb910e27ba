"""A relaying hub over a socket, and this package's own harvest of such a feed."""

import json
import urllib.request

import pytest

from omwagtail.catalogue.models import Item
from omwagtail.harvest.approving import approve, propose
from omwagtail.harvest.deciding import reject
from omwagtail.harvest.harvesting import harvest
from omwagtail.harvest.models import Source, Trust
from tests.catalogue.factories import OWN_ORIGIN, make_item
from tests.feed.foreign import Chamber
from tests.feed.reader import CHANGES, HOST, Reader
from tests.harvest.publisher import Publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(settings):
    """A chamber that this site relays: it offers one document and offered another."""
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "RELAY": True, "DEMO_MODE": True}
    make_item(title="eigenes")
    chamber = Chamber()
    chamber.publish("a")
    chamber.publish("b")
    Reader().read_all()
    reject(chamber.item("b"))
    return chamber


def test_rule_09_a_relaying_hub_is_read_over_a_socket(live_server, hub):
    request = urllib.request.Request(live_server.url + CHANGES, headers={"Host": HOST})
    with urllib.request.urlopen(request, timeout=20) as answer:
        page = json.load(answer)
    assert page["entries"] == Reader().read_page()["entries"]
    assert [entry.get("via") for entry in page["entries"]] == [None, OWN_ORIGIN, None]
    assert {"gone", "seq"} == set(page["entries"][2])


def test_a_harvest_of_a_relaying_feed_takes_its_own_documents_and_goes_on(hub):
    entries = Reader().read_all().seen
    with Publisher() as publisher:
        source = approve(propose(publisher.origin), trust=Trust.AUTOMATIC)
        publisher.publish("vorher", title="vorher")
        for number, entry in enumerate(entries):
            publisher.offer_raw(f"weitergegeben {number}", entry)
        publisher.publish("nachher", title="nachher")
        run = harvest(Source.objects.get(pk=source.pk))
    assert (run.error, run.added, run.entries) == ("", 2, 5)
    titles = Item.objects.visible().own(publisher.origin).values_list("title", flat=True)
    assert set(titles) == {"vorher", "nachher"}
    source.refresh_from_db()
    assert source.state == "active"
    assert source.failures == 0
