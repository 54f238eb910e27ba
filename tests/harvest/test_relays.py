"""Rules 10, 13 and 15: what a relay passes on, and what it cannot do."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from omwagtail.catalogue.models import Item
from omwagtail.documents import b64url_encode, document_key
from omwagtail.harvest.applying import apply_page
from omwagtail.harvest.approving import approve, block, change_source, propose, remove
from omwagtail.harvest.deciding import accept_all, reject, waiting_items
from omwagtail.harvest.exceptions import LeaseLost
from omwagtail.harvest.keyring import pin_due
from omwagtail.harvest.leases import take_lease
from omwagtail.harvest.models import Offer, RelayedOrigin, Source, Trust
from omwagtail.harvest.reading import read_changes
from omwagtail.harvest.retrying import retry_parked
from omwagtail.work import Clock
from tests.documents import factories
from tests.harvest.conftest import item_of, read, visible
from tests.harvest.publisher import Publisher
from tests.harvest.relaying import Relay

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay() -> Iterator[Relay]:
    with Relay() as running:
        yield running


@pytest.fixture
def hub(db, relay: Relay) -> Source:
    """The relay as a source from which other origins' documents are taken too."""
    return approve(propose(relay.origin), trust=Trust.AUTOMATIC, takes_relayed=True)


def _a_while_later() -> None:
    past = timezone.now() - timedelta(seconds=1)
    RelayedOrigin.objects.exclude(due=None).update(due=past)
    Offer.objects.exclude(retry_due=None).update(retry_due=past)


def test_rule_10_a_relay_brings_what_another_origin_signed(publisher, relay, hub):
    document = publisher.publish(title="A")
    relay.pass_on(publisher)
    assert read(hub).added == 1
    item = item_of(publisher)
    assert (item.origin, item.via, item.data) == (publisher.origin, relay.origin, document)
    assert visible(publisher) == {"A"}


def test_rule_10_without_consent_only_the_sources_own_origin_counts(publisher, relay, hub):
    change_source(hub, takes_relayed=False)
    publisher.publish()
    relay.pass_on(publisher)
    assert read(hub).parked == 1
    assert visible(publisher) == set()


def test_rule_10_a_relay_must_name_itself(publisher, relay, hub):
    publisher.publish()
    relay.pass_on(publisher, via="https://another.example")
    assert read(hub).parked == 1
    assert "via" in Offer.objects.get().reason


def test_rule_10_until_the_key_is_known_an_entry_is_parked(publisher, relay, hub):
    publisher.publish(title="A")
    relay.pass_on(publisher)
    publisher.intercept = lambda path: (503, {}, b"")
    assert read(hub).parked == 1
    assert visible(publisher) == set()
    assert publisher.origin in Offer.objects.get().reason
    publisher.intercept = lambda path: None
    _a_while_later()
    outcomes = {outcome.name: outcome.text for outcome in Clock().turn()}
    assert "1 keys" in outcomes["relayed keys"]
    assert visible(publisher) == {"A"}


def test_rule_10_the_key_is_asked_of_the_origin_and_pinned_at_first_sight(publisher, relay, hub):
    publisher.publish()
    relay.pass_on(publisher)
    read(hub)
    pinned = RelayedOrigin.objects.get()
    assert (pinned.origin, pinned.kid) == (publisher.origin, publisher.key.kid)
    asked = publisher.requests.copy()
    publisher.publish("b")
    relay.pass_on(publisher, "b")
    read(hub)
    assert publisher.requests == asked
    assert Item.objects.own(publisher.origin).count() == 2


def test_rule_10_a_relay_cannot_forge(publisher, relay, hub):
    publisher.publish(title="true")
    relay.pass_on(publisher)
    read(hub)
    forged = publisher.document(title="forged", rev=9_000_000_000_000)
    entry = {**factories.entry(forged, 0, relay.key), "via": relay.origin}
    relay.offer_raw("forged", entry)
    assert read(hub).parked == 1
    assert visible(publisher) == {"true"}


def test_rule_10_a_relay_cannot_forge_a_withdrawal(publisher, relay, hub):
    publisher.publish(title="A")
    relay.pass_on(publisher)
    read(hub)
    forged = factories.withdrawal(
        origin=publisher.origin, id=factories.document_id("a"), rev=9_000_000_000_000
    )
    relay.offer_raw("forged", {**factories.entry(forged, 0, relay.key), "via": relay.origin})
    read(hub)
    assert visible(publisher) == {"A"}


def test_rule_10_an_origin_that_changes_its_key_without_a_word_is_not_followed(
    publisher, relay, hub
):
    publisher.publish(title="old")
    relay.pass_on(publisher)
    read(hub)
    publisher.key = factories.THIRD_KEY
    publisher.publish(title="new", rev=9_000_000_000_000)
    relay.pass_on(publisher)
    assert read(hub).parked == 1
    _a_while_later()
    assert pin_due() == 0
    assert visible(publisher) == {"old"}
    assert "another key" in RelayedOrigin.objects.get().error


def test_rule_10_more_parked_than_is_kept_comes_with_another_full_pass(
    publisher, relay, hub, monkeypatch
):
    monkeypatch.setattr("omwagtail.harvest.batch.MAX_PARKED", 2)
    for name in "abcde":
        publisher.publish(name, title=name)
        relay.pass_on(publisher, name)
    publisher.intercept = lambda path: (503, {}, b"")
    read(hub)
    publisher.intercept = lambda path: None
    _a_while_later()
    pin_due()
    retry_parked()
    read(hub)
    assert visible(publisher) == set("abcde")


def test_rule_10_what_there_was_no_room_for_comes_again_though_the_pass_went_on(
    publisher, relay, hub, monkeypatch
):
    monkeypatch.setattr("omwagtail.harvest.batch.MAX_PARKED", 1)
    relay.page_size = 2
    for name in "abc":
        publisher.publish(name, title=name)
        relay.pass_on(publisher, name)
    read(hub)
    assert visible(publisher) < set("abc")
    read(hub)
    assert visible(publisher) == set("abc")


def test_rule_10_an_origin_is_not_asked_whenever_a_relay_says_something_wrong_of_it(
    publisher, relay, hub
):
    publisher.publish()
    relay.pass_on(publisher)
    read(hub)
    publisher.requests.clear()
    for number in range(3):
        forged = publisher.document(title=f"forged {number}", rev=9_000_000_000_000 + number)
        relay.offer_raw("a", {**factories.entry(forged, 0, relay.key), "via": relay.origin})
        assert read(hub).parked == 1
    assert len(publisher.requests) == 1
    # A key that was changed since then is found all the same.
    _a_while_later()
    assert pin_due() == 0
    assert len(publisher.requests) == 2
    assert pin_due() == 0
    assert len(publisher.requests) == 2


def test_rule_10_a_relay_takes_no_more_than_its_share_of_the_origins_that_are_asked(
    publisher, relay, hub, monkeypatch
):
    monkeypatch.setattr("omwagtail.harvest.keyring.MAX_ORIGINS_OF_A_RELAY", 2)
    for number in range(4):
        document = factories.minimal_practice_example(origin=f"http://127.0.0.1:{number + 1}")
        entry = {**factories.entry(document, 0, relay.key), "via": relay.origin}
        relay.offer_raw(str(number), entry)
    read(hub)
    assert RelayedOrigin.objects.count() == 2
    with Relay(factories.THIRD_KEY) as second:
        other = approve(propose(second.origin), trust=Trust.AUTOMATIC, takes_relayed=True)
        publisher.publish(title="A")
        second.pass_on(publisher)
        read(other)
    assert visible(publisher) == {"A"}


def test_rule_10_an_origin_of_which_no_relay_speaks_any_more_is_not_asked(publisher, relay, hub):
    publisher.publish()
    relay.pass_on(publisher)
    publisher.intercept = lambda path: (503, {}, b"")
    read(hub)
    remove(hub)
    publisher.requests.clear()
    _a_while_later()
    assert pin_due() == 0
    assert publisher.requests == []
    assert not RelayedOrigin.objects.exists()


def test_rule_13_an_item_shows_while_one_of_two_relays_offers_it(publisher, relay, hub):
    publisher.publish(title="A")
    with Relay(factories.THIRD_KEY) as second:
        other = approve(propose(second.origin), trust=Trust.AUTOMATIC, takes_relayed=True)
        for one, source in ((relay, hub), (second, other)):
            one.pass_on(publisher)
            read(source)
        relay.end(publisher)
        read(hub)
        assert visible(publisher) == {"A"}
        second.end(publisher)
        read(other)
        assert visible(publisher) == set()


def test_rule_13_the_end_of_an_offer_ends_no_other_sources_offer(publisher, source, relay):
    publisher.publish(title="A")
    read(source)
    change_source(approve(propose(relay.origin), trust=Trust.AUTOMATIC), takes_relayed=True)
    relay.end(publisher)
    read(Source.objects.get(origin=relay.origin))
    assert visible(publisher) == {"A"}


def test_rule_15_an_origin_that_is_read_directly_is_read_only_there(publisher, source, relay, hub):
    publisher.publish(title="direct")
    read(source)
    publisher.publish(title="by the relay", rev=9_000_000_000_000)
    relay.pass_on(publisher)
    read(hub)
    assert visible(publisher) == {"direct"}
    read(source)
    assert visible(publisher) == {"by the relay"}
    assert item_of(publisher).via == ""


def test_rule_15_an_origin_that_becomes_a_source_is_read_there(publisher, relay, hub):
    publisher.publish(title="A")
    relay.pass_on(publisher)
    read(hub)
    direct = approve(propose(publisher.origin), trust=Trust.AUTOMATIC)
    read(hub)
    read(direct)
    assert visible(publisher) == {"A"}
    assert item_of(publisher).via == ""
    publisher.withdraw(rev=9_000_000_000_000)
    read(direct)
    assert visible(publisher) == set()


def test_rule_15_what_a_relay_offers_comes_back_when_a_source_is_removed(publisher, relay, hub):
    publisher.publish(title="A")
    relay.pass_on(publisher)
    direct = approve(propose(publisher.origin), trust=Trust.AUTOMATIC)
    read(hub)
    read(direct)
    remove(direct)
    read(hub)
    assert visible(publisher) == {"A"}
    assert item_of(publisher).via == relay.origin


def test_a_blocked_origin_is_not_taken_from_a_relay(publisher, source, relay, hub):
    publisher.publish(title="A")
    relay.pass_on(publisher)
    read(source)
    assert block(source) == 1
    read(hub)
    assert visible(publisher) == set()
    assert not Item.objects.filter(key=document_key(publisher.origin, "a")).exists()


def test_our_own_documents_come_back_from_no_relay(relay, hub):
    own = factories.minimal_practice_example(origin="https://partner.example", title="ours")
    relay.offer_raw("own", {**factories.entry(own, 0, relay.key), "via": relay.origin})
    run = read(hub)
    assert (run.added, run.parked) == (0, 0)
    assert not Item.objects.filter(title="ours").exists()


def test_a_text_that_was_rejected_stays_rejected_when_a_relay_brings_it(publisher, relay, hub):
    publisher.publish(title="A")
    direct = approve(propose(publisher.origin), trust=Trust.AUTOMATIC)
    read(direct)
    reject(item_of(publisher))
    remove(direct)
    publisher.publish(title="A", rev=9_000_000_000_000)
    relay.pass_on(publisher)
    read(hub)
    assert visible(publisher) == set()


def test_a_late_relay_does_not_bring_back_what_was_withdrawn(publisher, relay, hub):
    publisher.publish(title="A", rev=5)
    relay.pass_on(publisher)
    direct = approve(propose(publisher.origin), trust=Trust.AUTOMATIC)
    read(direct)
    publisher.withdraw(rev=6, reason="retracted")
    read(direct)
    remove(direct)
    read(hub)
    assert visible(publisher) == set()


def test_trust_can_differ_by_type(publisher, source):
    change_source(source, trust=Trust.REVIEW, trust_by_type={"network": Trust.AUTOMATIC})
    publisher.publish("a", title="example")
    publisher.offer(
        factories.minimal(
            type="network", title="network", origin=publisher.origin, id=factories.document_id("n")
        )
    )
    read(source)
    assert visible(publisher) == {"network"}


def test_a_key_that_is_no_longer_known_by_its_id_is_not_used(publisher, relay, hub):
    publisher.publish()
    publisher.well_known = {
        "keys": [{"kid": "x" * 43, "public": b64url_encode(publisher.key.public)}]
    }
    relay.pass_on(publisher)
    assert read(hub).parked == 1
    assert visible(publisher) == set()


def test_a_publisher_and_its_relay_agree_in_any_order(publisher, relay, hub):
    with Publisher(factories.THIRD_KEY) as another:
        another.publish(title="B")
        relay.pass_on(another)
        publisher.publish(title="A")
        relay.pass_on(publisher)
        read(hub)
        assert visible(another) | visible(publisher) == {"A", "B"}


@pytest.mark.parametrize("again", [change_source, approve])
def test_rule_15_what_a_source_passed_on_goes_when_it_may_pass_on_nothing_more(
    publisher, relay, hub, again
):
    publisher.publish(title="A")
    relay.pass_on(publisher)
    relay.publish("own", title="own")
    read(hub)
    hub = again(hub, takes_relayed=False)
    assert visible(publisher) == set()
    assert not Item.objects.filter(origin=publisher.origin).exists()
    assert visible(relay) == {"own"}
    read(hub)
    assert visible(publisher) == set()
    change_source(hub, takes_relayed=True, trust=Trust.AUTOMATIC)
    read(hub)
    assert visible(publisher) == {"A"}


def test_rule_15_what_a_relay_is_bringing_of_an_origin_that_is_blocked_is_not_stored(
    publisher, relay, hub
):
    publisher.publish()
    relay.pass_on(publisher)
    lease = take_lease(Source.objects.get(pk=hub.pk))
    page = read_changes(relay.origin, "")
    block(propose(publisher.origin))
    with pytest.raises(LeaseLost):
        apply_page(lease, page)


def test_rule_16_accepting_all_of_a_relay_decides_nothing_about_what_it_only_speaks_of(
    publisher, reviewed, relay, hub
):
    publisher.publish(title="A")
    read(reviewed)
    relay.pass_on(publisher)
    read(hub)
    assert waiting_items().count() == 1
    assert accept_all(hub) == 0
    assert visible(publisher) == set()
    assert accept_all(reviewed) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.parametrize("change", [remove, block])
def test_rule_18_whoever_changes_a_source_waits_for_relays_before_items_are_locked(
    publisher, source, hub, change
):
    """A relay's page is stored with its row locked, then the items that it names."""
    publisher.publish()
    read(source)
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        Source.objects.select_for_update().get(pk=hub.pk)
        changed = other.submit(_in_a_thread, change, source)
        while not _somebody_waits():
            assert not changed.done()
        assert Item.objects.select_for_update(nowait=True).filter(origin=publisher.origin).get()
        transaction.set_rollback(True)
    assert changed.result() == 1


def _in_a_thread(change: Callable[[Source], int], source: Source) -> int:
    try:
        return change(source)
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        # Within a transaction it is looked up once.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() is not None
