"""Rule 22: a source has a new key or a new address, and its old key says so."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.utils import timezone

from omwagtail.catalogue.models import Item, ItemState, Relay
from omwagtail.catalogue.stamping import stamp_all
from omwagtail.documents import SigningKey, b64url_encode, document_key, sign_succession
from omwagtail.harvest.approving import approve, look_up, propose, remove
from omwagtail.harvest.deciding import accept, reject
from omwagtail.harvest.keyring import pin_due
from omwagtail.harvest.models import RelayedOrigin, Source, SourceState, Trust
from tests.documents import factories
from tests.harvest.conftest import item_of, read, visible
from tests.harvest.publisher import Publisher
from tests.harvest.relaying import Relay as RelayingSite

pytestmark = pytest.mark.django_db

OLD, NEW, NEWEST = factories.KEY, factories.OTHER_KEY, factories.THIRD_KEY
LATER = 9_000_000_000_000


def named(key: SigningKey, *, revoked: bool = False) -> dict[str, str | None]:
    """A key as the well-known document names it."""
    when = "2026-01-01T00:00:00Z" if revoked else None
    return {"kid": key.kid, "public": b64url_encode(key.public), "created": None, "revoked": when}


def change_key(publisher: Publisher, *chain: SigningKey) -> None:
    """The publisher signs with the last key of the chain; each says which comes after it."""
    steps = pairwise(chain)
    statements = [
        sign_succession(
            old, old_origin=publisher.origin, new_origin=publisher.origin, new_kid=new.kid
        )
        for old, new in steps
    ]
    publisher.key = chain[-1]
    publisher.well_known = {
        "keys": [*(named(key, revoked=True) for key in chain[:-1]), named(chain[-1])],
        "successions": [one.as_dict() for one in statements],
    }


@pytest.fixture
def successor(publisher: Publisher) -> Iterator[Publisher]:
    """Where the publisher stands from now on, with the same documents and a new key."""
    with Publisher(NEW) as running:
        statement = sign_succession(
            OLD, old_origin=publisher.origin, new_origin=running.origin, new_kid=NEW.kid
        )
        running.well_known = {
            "keys": [named(OLD, revoked=True), named(NEW)],
            "successions": [statement.as_dict()],
        }
        yield running


def lead_on(publisher: Publisher, successor: Publisher) -> None:
    """The old address redirects everything to the new one."""
    publisher.intercept = lambda path: (301, {"Location": successor.origin + path}, b"")


@pytest.mark.parametrize("chain", [(OLD, NEW), (OLD, NEW, NEWEST)], ids=["one", "two"])
def test_rule_22_a_new_key_is_followed_when_the_old_one_says_so(publisher, source, chain):
    publisher.publish(title="before")
    read(source)
    change_key(publisher, *chain)
    publisher.publish(title="after", rev=LATER)
    run = read(source)
    source.refresh_from_db()
    assert (run.error, source.state, source.kid) == ("", SourceState.ACTIVE, chain[-1].kid)
    assert visible(publisher) == {"after"}


def test_rule_22_a_new_key_without_a_statement_stops_the_source_and_says_so(publisher, source):
    read(source)
    publisher.key = NEW
    publisher.publish(title="after")
    run = read(source)
    source.refresh_from_db()
    assert (source.state, source.kid) == (SourceState.STOPPED, OLD.kid)
    assert "another key" in run.error
    assert visible(publisher) == set()


def test_rule_22_a_statement_that_another_key_signed_is_worth_nothing(publisher, source):
    read(source)
    change_key(publisher, NEWEST, NEW)
    publisher.well_known["successions"][0]["old_kid"] = OLD.kid
    publisher.publish(title="after")
    read(source)
    source.refresh_from_db()
    assert (source.state, source.kid) == (SourceState.STOPPED, OLD.kid)


def test_rule_22_a_site_that_leads_to_its_new_address_is_read_there(publisher, source, successor):
    publisher.publish("a", title="A")
    publisher.publish("b", title="B")
    read(source)
    lead_on(publisher, successor)
    successor.publish("a", title="A", rev=LATER)
    successor.publish("b", title="B, newer", rev=LATER)
    read(source)
    source.refresh_from_db()
    assert (source.origin, source.kid) == (successor.origin, NEW.kid)
    assert read(source).error == ""
    assert visible(successor) == {"A", "B, newer"}
    assert Item.objects.count() == 2


def test_rule_22_what_was_decided_holds_at_the_new_address(publisher, reviewed, successor):
    for name in "abc":
        publisher.publish(name, title=name)
    read(reviewed)
    accept(item_of(publisher, "a"))
    reject(item_of(publisher, "b"))
    lead_on(publisher, successor)
    for name in "abc":
        successor.publish(name, title=name, rev=LATER)
    read(reviewed)
    read(reviewed)
    assert visible(successor) == {"a"}
    # Its address is part of the text, so the rejected one is asked about again, but not shown.
    states = {name: item_of(successor, name).state for name in "abc"}
    assert states["c"] == ItemState.PENDING
    assert states["b"] != ItemState.ACCEPTED


def test_rule_22_until_the_new_texts_are_here_the_old_ones_show(publisher, source, successor):
    publisher.publish(title="A")
    read(source)
    lead_on(publisher, successor)
    read(source)
    assert visible(successor) == {"A"}
    assert item_of(successor).key == document_key(successor.origin, factories.document_id("a"))


def test_rule_22_what_the_new_address_does_not_bring_is_no_longer_offered(
    publisher, source, successor
):
    for name in "abcd":
        publisher.publish(name, title=name)
    read(source)
    lead_on(publisher, successor)
    for name in "abc":
        successor.publish(name, title=name, rev=LATER)
    read(source)
    read(source)
    assert visible(successor) == set("abc")


def test_rule_22_a_redirect_without_a_statement_is_not_followed(publisher, source, successor):
    publisher.publish(title="A")
    read(source)
    successor.well_known = {}
    lead_on(publisher, successor)
    run = read(source)
    source.refresh_from_db()
    assert (source.origin, source.failures) == (publisher.origin, 1)
    assert successor.origin in run.error
    assert visible(publisher) == {"A"}


def test_rule_22_an_operator_may_add_the_new_address(publisher, reviewed, successor):
    publisher.publish(title="A")
    read(reviewed)
    accept(item_of(publisher))
    successor.publish(title="A", rev=LATER)
    assert [one.old_origin for one in look_up(successor.origin).successions] == [publisher.origin]
    again = approve(propose(successor.origin), trust=Trust.REVIEW)
    assert again.pk == reviewed.pk
    read(again)
    assert visible(successor) == {"A"}
    assert Source.objects.count() == 1


def test_rule_22_the_new_address_may_be_no_source_already(publisher, source, successor):
    approve(Source.objects.create(origin=successor.origin))
    lead_on(publisher, successor)
    assert "source already" in read(source).error


def test_rule_22_what_was_passed_on_is_gone_under_its_old_name(
    publisher, source, successor, settings
):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "RELAY": True}
    publisher.publish(title="A")
    read(source)
    stamp_all()
    old = item_of(publisher)
    assert old.relay == Relay.OFFERED
    lead_on(publisher, successor)
    read(source)
    stamp_all()
    left = Item.objects.get(key=old.key)
    assert (left.relay, left.state, left.doc) == (Relay.GONE, ItemState.GONE, "")
    # A text under the old name is not passed on under the new one.
    assert item_of(successor).relay == Relay.NEVER
    successor.publish(title="A", rev=LATER)
    read(source)
    stamp_all()
    assert item_of(successor).relay == Relay.OFFERED


def test_rule_22_relays_that_still_name_the_old_address_bring_nothing_twice(
    publisher, source, successor
):
    publisher.publish(title="A")
    read(source)
    with RelayingSite(NEWEST) as relay:
        hub = approve(propose(relay.origin), trust=Trust.AUTOMATIC, takes_relayed=True)
        relay.pass_on(publisher)
        read(hub)
        lead_on(publisher, successor)
        successor.publish(title="A", rev=LATER)
        read(source)
        read(source)
        read(Source.objects.get(pk=hub.pk))
        assert list(Item.objects.visible().values_list("origin", flat=True)) == [successor.origin]


def test_rule_22_an_origin_known_through_a_relay_moves_too(publisher, successor):
    publisher.publish(title="A")
    with RelayingSite(NEWEST) as relay:
        hub = approve(propose(relay.origin), trust=Trust.AUTOMATIC, takes_relayed=True)
        relay.pass_on(publisher)
        read(hub)
        successor.publish(title="A", rev=LATER)
        relay.end(publisher)
        relay.pass_on(successor)
        read(hub)
    assert list(Item.objects.visible().values_list("origin", flat=True)) == [successor.origin]
    assert Item.objects.count() == 1


def test_rule_22_what_a_relay_brings_under_both_addresses_stays_its_offer(publisher, successor):
    said, successor.well_known = successor.well_known, {}
    with RelayingSite(NEWEST) as relay:
        hub = approve(propose(relay.origin), trust=Trust.AUTOMATIC, takes_relayed=True)
        for one in (publisher, successor):
            one.publish(title="A")
            relay.pass_on(one)
        read(hub)
        assert Item.objects.count() == 2
        successor.well_known = said
        RelayedOrigin.objects.filter(origin=successor.origin).update(due=timezone.now())
        pin_due()
    assert Item.objects.get().origin == successor.origin
    assert remove(hub) == 1
    assert not Item.objects.exists()


def test_rule_22_two_moves_in_a_row_are_followed(publisher, source, successor):
    publisher.publish(title="A")
    read(source)
    with Publisher(NEWEST) as last:
        further = sign_succession(
            NEW, old_origin=successor.origin, new_origin=last.origin, new_kid=NEWEST.kid
        )
        last.well_known = {
            "keys": [named(OLD, revoked=True), named(NEW, revoked=True), named(NEWEST)],
            "successions": [*successor.well_known["successions"], further.as_dict()],
        }
        lead_on(publisher, successor)
        lead_on(successor, last)
        last.publish(title="A, at last", rev=LATER)
        read(source)
        read(source)
        assert visible(last) == {"A, at last"}
        source.refresh_from_db()
        assert source.origin == last.origin


def test_rule_22_addresses_that_lead_round_in_a_circle_are_not_followed(
    publisher, source, successor
):
    lead_on(publisher, successor)
    lead_on(successor, publisher)
    assert successor.origin in read(source).error


def test_rule_22_what_was_rejected_under_the_new_name_stays_rejected(publisher, source, successor):
    publisher.publish(title="old")
    read(source)
    successor.publish(title="new", rev=LATER)
    with RelayingSite(NEWEST) as relay:
        hub = approve(propose(relay.origin), trust=Trust.REVIEW, takes_relayed=True)
        relay.pass_on(successor)
        read(hub)
        reject(item_of(successor))
        lead_on(publisher, successor)
        read(source)
        read(source)
    assert visible(successor) == {"old"}


def test_rule_22_what_was_withdrawn_under_the_new_name_stays_withdrawn(
    publisher, source, successor
):
    publisher.publish(title="old", rev=1)
    read(source)
    successor.withdraw(rev=LATER)
    with RelayingSite(NEWEST) as relay:
        hub = approve(propose(relay.origin), trust=Trust.AUTOMATIC, takes_relayed=True)
        relay.pass_on(successor)
        read(hub)
        lead_on(publisher, successor)
        read(source)
        assert not Item.objects.visible().exists()
