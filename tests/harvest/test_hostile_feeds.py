"""Feeds that never end, empty themselves, forget, flood and forge."""

import json
from itertools import count

import pytest
from django.utils import timezone

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.documents import b64url_encode, dump_json
from omwagtail.harvest import visiting
from omwagtail.harvest.harvesting import harvest
from omwagtail.harvest.models import Offer, RelayedOrigin, Source
from tests.documents import factories
from tests.harvest.conftest import begin_full_pass
from tests.harvest.hostile import CHANGES, WELL_KNOWN, Attack, as_json, page_of
from tests.transport.hostile import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def attack(db):
    with Attack() as running:
        yield running


@pytest.fixture
def _few(settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "MAX_ITEMS_PER_SOURCE": 10}


def endless(attack, entries):
    """A feed whose every page promises another one; ``entries(number)`` are those of a page."""
    numbers = count()

    def route(connection, stopping):
        number = next(numbers)
        page = page_of(*entries(number), next=f"cursor{number}", more=True)
        connection.sendall(page)

    attack.feed = route
    return numbers


@pytest.mark.usefixtures("_few")
def test_a_source_with_endless_documents_fills_nobodys_disk(attack):
    endless(attack, lambda page: [attack.entry(f"{page}.{n}", title="x") for n in range(4)])
    run = harvest(Source.objects.get(pk=attack.source.pk), time_slice=0.3)
    assert "MAX_ITEMS_PER_SOURCE" in run.error
    assert attack.source.offers.count() == 10
    assert Item.objects.own(attack.origin).count() == 10


@pytest.mark.usefixtures("_few")
def test_a_full_source_can_still_change_and_take_back_what_is_here(attack):
    names = [str(number) for number in range(20)]
    attack.feed = page_of(*(attack.entry(name, title="Alt") for name in names), next="full")
    assert attack.strike().added == 9
    withdrawal = factories.withdrawal(
        origin=attack.origin, id=factories.document_id("0"), rev=1_772_000_000_005
    )
    newer = attack.entry("good", rev=1_772_000_000_005, title="Neu")
    attack.feed = page_of(newer, factories.entry(withdrawal, 9), attack.entry("late"))
    run = attack.strike()
    assert (run.changed, run.withdrawn, run.added, run.parked) == (1, 1, 0, 1)
    attack.shows("Neu", "Alt")


@pytest.mark.usefixtures("_few")
def test_entries_that_are_bad_or_gone_fill_nobodys_disk_either(attack):
    withdrawals = [
        factories.entry(
            factories.withdrawal(origin=attack.origin, id=factories.document_id(str(n))), n
        )
        for n in range(50)
    ]
    bad = [attack.entry(f"bad{n}") | {"sig": "A" * 86} for n in range(50)]
    junk = [{"doc": str(n)} for n in range(50)]
    attack.feed = page_of(*withdrawals, *bad, *junk)
    attack.strike()
    assert attack.source.offers.count() == 10
    attack.shows("Gut")


def test_rule_15_a_feed_of_the_same_for_ever_goes_round_in_a_circle(attack):
    again = attack.entry("good", title="Gut")
    pages = endless(attack, lambda page: [again])
    run = harvest(Source.objects.get(pk=attack.source.pk), time_slice=30)
    attack.source.refresh_from_db()
    assert "goes round in a circle" in run.error
    assert next(pages) == 2
    assert (attack.source.due - timezone.now()).total_seconds() > 50
    attack.shows("Gut")


def test_a_feed_of_the_same_in_ever_new_words_is_not_read_without_a_pause(attack):
    pages = endless(attack, lambda page: [{**attack.entry("good", title="Gut"), "doc": str(page)}])
    run = harvest(Source.objects.get(pk=attack.source.pk), time_slice=0.3)
    attack.source.refresh_from_db()
    assert run.error == ""
    assert next(pages) > 1
    assert (attack.source.due - timezone.now()).total_seconds() > 50
    attack.shows("Gut")


def test_a_feed_of_empty_pages_for_ever_is_stuck(attack, monkeypatch):
    monkeypatch.setattr(visiting, "PAUSE_BETWEEN", 0)
    pages = endless(attack, lambda page: [])
    attack.leaves_everything_as_it_was("does not move")
    assert next(pages) == visiting.READS_OF_A_STUCK_PAGE


def test_a_cursor_that_is_never_known_leads_to_one_full_pass_and_no_more(attack):
    asked = len(attack.server.requests)
    attack.feed = answer(status="410 Gone")
    run = attack.strike()
    assert run.error
    assert len(attack.server.requests) - asked == 2
    attack.shows("Gut")


@pytest.mark.parametrize("kept", [0, 1, 5])
def test_rule_13_a_feed_that_empties_itself_ends_nothing_and_a_person_is_asked(attack, kept):
    names = [f"n{number}" for number in range(40)]
    entries = [attack.entry(name, title=name) for name in names]
    attack.feed = page_of(*entries, next="all")
    attack.strike()
    begin_full_pass(attack.source)
    attack.feed = page_of(*entries[:kept], next="few")
    run = attack.strike()
    assert (run.error, run.withdrawn) == ("", 0)
    assert attack.source.question
    attack.shows("Gut", *names)


def test_what_a_feed_calls_gone_is_its_own_offer_and_no_other(attack):
    attack.strike()
    [theirs] = Item.objects.visible().own(attack.neighbour.origin)[:1]
    attack.feed = page_of({"gone": {"origin": theirs.origin, "id": theirs.urn}})
    attack.strike()
    theirs.refresh_from_db()
    assert theirs.state == ItemState.ACCEPTED


def test_rule_10_a_relay_can_neither_forge_nor_withdraw(attack):
    """The relay speaks of a third site, whose own key it does not have."""
    Source.objects.filter(pk=attack.source.pk).update(takes_relayed=True)
    with Attack() as third:
        # From here on the third site is known through the relay only.
        key = {"kid": factories.KEY.kid, "public": b64url_encode(factories.KEY.public)}
        third.server.routes[WELL_KNOWN] = as_json({"origin": third.origin, "keys": [key]})
        third.source.delete()
        Item.objects.own(third.origin).delete()
        honest = third.entry("true", title="Wahr") | {"via": attack.origin}
        attack.feed = page_of(honest, next="relayed")
        attack.strike()
        third.shows("Wahr")
        text = json.loads(honest["doc"]) | {"rev": 1_772_000_000_009}
        withdrawn = factories.withdrawal(origin=third.origin, id=text["id"], rev=text["rev"])
        by_another = [
            factories.entry(text | {"title": "Falsch"}, 1, factories.OTHER_KEY),
            factories.entry(withdrawn, 2, factories.OTHER_KEY),
            honest | {"doc": dump_json(text | {"title": "Falsch"})},
            honest | {"via": third.origin},
        ]
        attack.feed = page_of(*(entry | {"via": attack.origin} for entry in by_another[:3]))
        run = attack.strike()
        assert run.parked == 3
        third.shows("Wahr")
        assert RelayedOrigin.objects.get(origin=third.origin).kid == factories.KEY.kid


def test_rule_15_a_relay_says_nothing_of_what_is_read_directly(attack):
    Source.objects.filter(pk=attack.source.pk).update(takes_relayed=True)
    attack.strike()
    [theirs] = Item.objects.visible().own(attack.neighbour.origin)[:1]
    newer = json.loads(theirs.doc) | {"rev": 2**53 - 1, "title": "Verspätet"}
    gone = {"gone": {"origin": theirs.origin, "id": theirs.urn}}
    entry = factories.entry(newer, 1, factories.OTHER_KEY) | {"via": attack.origin}
    attack.feed = page_of(entry, gone)
    attack.strike()
    theirs.refresh_from_db()
    assert (theirs.state, theirs.title) == (ItemState.ACCEPTED, "Neuigkeit 1")


def test_hundreds_of_bad_entries_keep_few_texts_and_stop_nothing(attack):
    bad = [attack.entry(f"bad{n}", summary="y" * 500) | {"sig": "A" * 86} for n in range(400)]
    attack.feed = page_of(*bad, attack.entry("beside", title="Daneben"))
    run = attack.strike()
    assert run.parked == 400
    assert "very many bad entries" in run.error
    assert Offer.objects.exclude(parked="").count() == 200
    attack.shows("Gut", "Daneben")


def test_a_source_that_fails_is_asked_less_and_less_whatever_rings(attack):
    attack.feed = answer(status="500 Oh")
    pauses = []
    for _harvest in range(4):
        run = attack.strike()
        pauses.append((attack.source.not_before - run.finished).total_seconds())
    assert [round(pause / 60) for pause in pauses] in ([1, 2, 4, 8], [1, 2, 4, 9])
    assert CHANGES in attack.server.requests[-1]
