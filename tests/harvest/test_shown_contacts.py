"""Rule 16: contacts that the newest version no longer names are hidden, also while it waits."""

import pytest
from wagtail.models import Site

from omwagtail.catalogue.serving import shown_data
from omwagtail.harvest.deciding import accept, waiting_items
from omwagtail.pages.models import DirectoryPage
from tests.harvest.conftest import item_of, read
from tests.harvest.test_intake import OTHER_LICENCE

pytestmark = pytest.mark.django_db

STAYS = {"name": "Erika Muster", "email": "erika@hwk.example"}
GOES = {"name": "Hans Beispiel", "email": "hans@hwk.example"}


def test_rule_16_contacts_that_the_waiting_version_leaves_out_are_hidden_at_once(publisher, source):
    publisher.publish(rev=1, title="A", contacts=[STAYS, GOES])
    read(source)
    publisher.publish(rev=2, title="B", contacts=[STAYS], licence=OTHER_LICENCE)
    read(source)
    shown = shown_data(item_of(publisher))
    assert (shown["title"], shown["contacts"]) == ("A", [STAYS])


def test_rule_16_contacts_that_wait_are_not_shown_before_they_are_accepted(publisher, source):
    publisher.publish(rev=1, contacts=[STAYS])
    read(source)
    publisher.publish(rev=2, contacts=[STAYS, GOES], licence=OTHER_LICENCE)
    read(source)
    assert shown_data(item_of(publisher))["contacts"] == [STAYS]
    accept(waiting_items().get())
    assert shown_data(item_of(publisher))["contacts"] == [STAYS, GOES]


def test_rule_16_an_organisations_contacts_are_hidden_too(publisher, source):
    body = {"name": "HWK", "contacts": [STAYS, GOES]}
    publisher.offer(publisher.document(rev=1, body=body) | {"type": "organisation"})
    read(source)
    newer = publisher.document(rev=2, body={"name": "HWK neu"}, licence=OTHER_LICENCE)
    publisher.offer(newer | {"type": "organisation"})
    read(source)
    assert shown_data(item_of(publisher))["body"] == {"name": "HWK", "contacts": []}


def test_a_member_of_that_name_in_another_types_body_does_no_harm(publisher, source):
    publisher.publish(rev=1, body={"contacts": 7})
    read(source)
    publisher.publish(rev=2, contacts=[STAYS], licence=OTHER_LICENCE)
    read(source)
    assert shown_data(item_of(publisher))["body"] == {"contacts": 7}


def test_rule_16_the_directory_shows_no_contact_that_is_hidden(publisher, source, client):
    home = Site.objects.get(is_default_site=True).root_page
    directory = home.add_child(instance=DirectoryPage(title="Verzeichnis", slug="verzeichnis"))
    publisher.publish(rev=1, contacts=[STAYS, GOES])
    read(source)
    publisher.publish(rev=2, contacts=[STAYS], licence=OTHER_LICENCE)
    read(source)
    text = client.get(f"{directory.url}{item_of(publisher).key}/").content.decode()
    assert STAYS["name"] in text
    assert GOES["name"] not in text
