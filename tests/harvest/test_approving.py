"""What a person decides about sources."""

import pytest
from django.db import connection

from omwagtail.catalogue.models import Item
from omwagtail.harvest.approving import (
    approve,
    end_missing_offers,
    look_up,
    pause,
    propose,
    remove,
    resume,
)
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.models import Offer, Run, Source
from tests.documents import factories
from tests.harvest.conftest import begin_full_pass, item_of, read, visible

pytestmark = pytest.mark.django_db


def test_a_site_is_found_by_its_address_and_not_stored(publisher):
    found = look_up(f"{publisher.origin}/some/page/?a=b")
    assert found.origin == publisher.origin
    assert found.kid == factories.KEY.kid
    assert found.types == ("practice-example", "network")
    assert not Source.objects.exists()


def test_a_proposed_source_is_not_read(publisher):
    source = propose(publisher.origin)
    assert (source.state, source.name) == ("proposed", "Handwerkskammer Musterstadt")
    assert not Source.objects.filter(kid__gt="").exists()


@pytest.mark.parametrize("address", ["", "ftp://a.example", "http://192.0.2.1", "https://a b"])
def test_what_is_no_address_is_refused_in_a_sentence(address):
    with pytest.raises(HarvestError, match=r"\w+ .*\."):
        look_up(address)


def test_this_site_is_no_source_of_itself():
    with pytest.raises(HarvestError, match="itself"):
        look_up("https://partner.example")


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://other.example"},
        {"keys": []},
        {"keys": None},
        {"keys": [5]},
        {"keys": [{"kid": "x", "public": "y"}]},
        {"keys": [{"kid": factories.KEY.kid, "public": "A" * 43}]},
        {"keys": [{"kid": factories.OTHER_KEY.kid, "public": None}]},
    ],
)
def test_a_site_that_does_not_say_who_it_is_is_refused(publisher, lie):
    publisher.well_known = lie
    with pytest.raises(HarvestError):
        propose(publisher.origin)
    assert not Source.objects.exists()


@pytest.mark.parametrize("odd", [{"types": {"a": 1}}, {"name": 5}, {"software": "x"}])
def test_odd_words_about_itself_do_no_harm(publisher, odd):
    publisher.well_known = odd
    assert look_up(publisher.origin).kid == factories.KEY.kid


def test_the_key_that_a_person_saw_is_the_one_that_is_pinned(publisher):
    source = propose(publisher.origin)
    publisher.key = factories.OTHER_KEY
    with pytest.raises(HarvestError, match="changed"):
        approve(source, kid=factories.KEY.kid)
    assert Source.objects.get().state == "proposed"


def test_rule_21_removing_a_source_removes_its_items(publisher, source):
    publisher.publish()
    read(source)
    assert remove(source) == 1
    left = [model.objects.count() for model in (Source, Offer, Run)]
    assert left == [0, 0, 0]
    assert not Item.objects.own(publisher.origin).exists()


def test_rule_15_a_source_that_was_removed_can_be_added_again(publisher, source):
    publisher.publish()
    read(source)
    remove(source)
    again = approve(propose(publisher.origin), trust="automatic")
    read(again)
    assert len(visible(publisher)) == 1


def test_what_another_source_offers_stays_when_a_source_is_removed(publisher, source):
    publisher.publish()
    read(source)
    other = Source.objects.create(origin="https://relay.example")
    item = item_of(publisher)
    Offer.objects.create(
        source=other, item=item, key=item.key, rev=item.rev, pass_number=1, state="applied"
    )
    assert remove(source) == 0
    assert len(visible(publisher)) == 1


def test_only_what_fits_the_state_can_be_done(source):
    with pytest.raises(HarvestError):
        resume(source)
    pause(source)
    with pytest.raises(HarvestError):
        pause(source)


def test_rule_13_a_person_can_confirm_that_a_feed_is_right_to_be_empty(publisher, source):
    publisher.publish("a", title="a")
    publisher.publish("b", title="b")
    read(source)
    publisher.forget("a")
    publisher.forget("b")
    begin_full_pass(source)
    read(source)
    assert end_missing_offers(source) == 2
    assert visible(publisher) == set()
    with pytest.raises(HarvestError):
        end_missing_offers(source)


@pytest.mark.django_db(transaction=True)
def test_rule_22_a_source_that_moves_while_it_is_approved_keeps_the_key_of_its_address(
    publisher, source
):
    """Its old address is asked for the key; meanwhile it was found at another one."""

    def move(path: str) -> None:
        Source.objects.update(origin="http://127.0.0.1:9")
        # This thread's, which nobody else would close.
        connection.close()

    publisher.intercept = move
    before = Source.objects.get(pk=source.pk)
    with pytest.raises(HarvestError):
        approve(before)
    assert Source.objects.get(pk=source.pk).fence == before.fence
