"""Rules 10 to 15: what a page of changes does."""

import pytest
from django.db import transaction

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.harvest.applying import apply_page
from omwagtail.harvest.approving import approve, change_source
from omwagtail.harvest.exceptions import LeaseLost
from omwagtail.harvest.leases import take_lease
from omwagtail.harvest.models import OfferState, Source, Trust
from omwagtail.harvest.reading import read_changes
from tests.documents import factories
from tests.harvest.conftest import begin_full_pass, item_of, read, visible

pytestmark = pytest.mark.django_db


def test_a_document_is_kept_exactly_as_it_was_signed(publisher, source):
    publisher.publish(title="Grüße  aus Glashütte", another={"member": [1, 2.5]})
    read(source)
    entry = next(iter(publisher.entries.values()))
    item = item_of(publisher)
    assert (item.doc, item.sig, item.kid) == (entry["doc"], entry["sig"], entry["kid"])
    assert item.title == "Grüße  aus Glashütte"


def test_rule_10_only_the_sources_own_origin_counts(publisher, source):
    publisher.offer(factories.minimal_practice_example(origin="https://other.example"))
    run = read(source)
    assert (run.parked, Item.objects.filter(origin="https://other.example").count()) == (1, 0)


def test_rule_10_the_key_is_pinned_when_a_person_approves(publisher, source):
    publisher.publish()
    publisher.offer(publisher.document("forged"), key=factories.OTHER_KEY)
    run = read(source)
    assert (run.added, run.parked) == (1, 1)
    assert visible(publisher) == {item_of(publisher).title}


def test_rule_10_a_changed_key_stops_the_source_and_stores_nothing(publisher, source):
    publisher.key = factories.OTHER_KEY
    publisher.publish()
    run = read(source)
    source.refresh_from_db()
    assert source.state == "stopped"
    assert "another key" in run.error
    assert source.cursor == ""
    assert not Item.objects.own(publisher.origin).exists()


def test_rule_10_approving_again_takes_the_new_key_for_all_documents(publisher, source):
    publisher.publish()
    read(source)
    publisher.key = factories.OTHER_KEY
    publisher.publish()
    publisher.publish("b")
    read(source)
    approve(source, trust=Trust.AUTOMATIC)
    run = read(source)
    assert (run.error, run.added) == ("", 1)
    assert item_of(publisher).kid == factories.OTHER_KEY.kid


def test_rule_11_page_and_cursor_are_one(publisher, source):
    publisher.publish()
    lease = take_lease(Source.objects.get(pk=source.pk))
    page = read_changes(publisher.origin, "")

    class PowerCut(Exception):
        pass

    @transaction.atomic
    def store_half() -> None:
        apply_page(lease, page)
        raise PowerCut

    with pytest.raises(PowerCut):
        store_half()
    source.refresh_from_db()
    assert (source.cursor, Item.objects.own(publisher.origin).count()) == ("", 0)
    apply_page(lease, page)
    source.refresh_from_db()
    assert (source.cursor, Item.objects.own(publisher.origin).count()) == (page.next, 1)


def test_rule_11_a_page_read_under_an_older_fence_is_not_stored(publisher, source):
    publisher.publish()
    late = take_lease(Source.objects.get(pk=source.pk))
    page = read_changes(publisher.origin, "")
    approve(source)
    with pytest.raises(LeaseLost):
        apply_page(late, page)
    assert not Item.objects.own(publisher.origin).exists()


def test_rule_12_a_lower_rev_is_ignored(publisher, source):
    publisher.publish(rev=7, title="new")
    read(source)
    publisher.publish(rev=6, title="old")
    assert read(source).changed == 0
    assert visible(publisher) == {"new"}


def test_rule_12_the_same_rev_and_text_only_renew_the_offer(publisher, source):
    publisher.publish()
    read(source)
    publisher.publish()
    run = read(source)
    assert (run.entries, run.added, run.changed) == (1, 0, 0)


def test_rule_12_the_same_rev_with_another_text_is_quarantined(publisher, source):
    publisher.publish(rev=7, title="one")
    read(source)
    publisher.publish(rev=7, title="two")
    read(source)
    assert item_of(publisher).state == ItemState.QUARANTINED
    assert visible(publisher) == set()


def test_rule_12_a_newer_rev_after_quarantine_waits_for_a_person(publisher, source):
    for rev, title in ((7, "one"), (7, "two"), (8, "three")):
        publisher.publish(rev=rev, title=title)
        read(source)
    assert item_of(publisher).state == ItemState.PENDING


def test_rule_12_a_quarantined_version_that_waited_does_not_come_back_as_a_newer_one(
    publisher, source
):
    publisher.publish(rev=1, title="shown")
    read(source)
    other = {"uri": "https://creativecommons.org/licenses/by-sa/4.0/"}
    for title in ("one", "another"):
        publisher.publish(rev=2, title=title, licence=other)
        read(source)
    begin_full_pass(source)
    read(source)
    assert item_of(publisher).state == ItemState.QUARANTINED


def test_rule_12_an_upsert_after_retracted_waits_for_a_person(publisher, source):
    publisher.publish(rev=1)
    read(source)
    publisher.withdraw(rev=2, reason="retracted")
    read(source)
    publisher.publish(rev=3)
    read(source)
    assert item_of(publisher).state == ItemState.PENDING


def test_rule_12_an_upsert_after_another_withdrawal_shows_again(publisher, source):
    for rev in (1, 3):
        publisher.publish(rev=rev)
        read(source)
        publisher.withdraw(rev=rev + 1)
        read(source)
    publisher.publish(rev=5)
    read(source)
    assert len(visible(publisher)) == 1


def test_rule_13_gone_ends_the_offer_and_the_same_rev_brings_it_back(publisher, source):
    publisher.publish()
    read(source)
    publisher.say_gone("a")
    assert read(source).withdrawn == 1
    assert visible(publisher) == set()
    publisher.publish()
    assert read(source).added == 1
    assert len(visible(publisher)) == 1


def test_rule_13_gone_while_waiting_comes_back_as_waiting(publisher, reviewed):
    publisher.publish()
    read(reviewed)
    publisher.say_gone("a")
    read(reviewed)
    assert item_of(publisher).state == ItemState.WITHDRAWN
    publisher.publish()
    read(reviewed)
    assert item_of(publisher).state == ItemState.PENDING


def test_rule_13_what_a_complete_full_pass_does_not_bring_is_hidden(publisher, source):
    for number in range(8):
        publisher.publish(str(number), title=str(number))
    read(source)
    publisher.forget("3")
    assert read(source).withdrawn == 0
    begin_full_pass(source)
    assert read(source).withdrawn == 1
    assert visible(publisher) == set("0124567")


def test_rule_13_a_feed_that_empties_itself_ends_nothing_and_a_person_is_asked(publisher, source):
    for number in range(8):
        publisher.publish(str(number), title=str(number))
    read(source)
    for number in range(4):
        publisher.forget(str(number))
    begin_full_pass(source)
    read(source)
    source.refresh_from_db()
    assert "4 of 8" in source.question
    assert len(visible(publisher)) == 8


def test_rule_13_a_feed_that_lost_its_only_document_ends_nothing(publisher, source):
    publisher.publish()
    read(source)
    publisher.forget("a")
    begin_full_pass(source)
    read(source)
    source.refresh_from_db()
    assert source.question
    assert len(visible(publisher)) == 1


def test_rule_13_withdrawals_do_not_hide_that_a_feed_empties_itself(publisher, source):
    for number in range(40):
        publisher.publish(f"old {number}", rev=1)
    for number in range(4):
        publisher.publish(f"live {number}", title=f"live {number}")
    read(source)
    for number in range(40):
        publisher.withdraw(f"old {number}", rev=2)
    read(source)
    for number in range(4):
        publisher.forget(f"live {number}")
    begin_full_pass(source)
    read(source)
    assert len(visible(publisher)) == 4


def test_rule_14_a_bad_entry_is_parked_with_its_reason_and_the_cursor_goes_on(publisher, source):
    publisher.publish("bad", title="")
    publisher.offer_raw("junk", {"doc": 5})
    publisher.publish("good")
    run = read(source)
    assert (run.error, run.added, run.parked) == ("", 1, 2)
    parked = source.offers.filter(state=OfferState.PARKED)
    assert {offer.reason.partition(":")[0] for offer in parked} == {"title", "doc"}
    source.refresh_from_db()
    assert source.cursor.endswith(".3")


def test_rule_14_html_that_sanitising_would_change_is_parked(publisher, source):
    section = {"kind": "other", "heading": "x", "html": "<p onclick='x()'>Hallo</p>"}
    publisher.publish(body={"sections": [section]})
    assert read(source).parked == 1


def test_rule_14_a_bad_newer_version_leaves_the_shown_one(publisher, source):
    publisher.publish(rev=1, title="good")
    read(source)
    publisher.publish(rev=2, title="")
    assert read(source).parked == 1
    assert visible(publisher) == {"good"}


def test_rule_14_a_withdrawal_erases_the_parked_entry(publisher, source):
    publisher.publish(rev=1, title="", summary="secret")
    read(source)
    publisher.withdraw(rev=2)
    read(source)
    assert not source.offers.exclude(parked="").exists()


def test_rule_14_the_type_of_a_document_never_changes(publisher, source):
    publisher.publish(rev=1)
    read(source)
    publisher.offer(publisher.document(rev=2) | {"type": "network"})
    assert read(source).parked == 1
    assert item_of(publisher).type == "practice-example"


def test_rule_15_other_wishes_clear_the_cursor_and_raise_the_fence(publisher, source):
    publisher.publish()
    read(source)
    fence = Source.objects.get(pk=source.pk).fence
    change_source(source, name="x", trust=Trust.AUTOMATIC, wanted_types=["network"])
    source.refresh_from_db()
    assert (source.cursor, source.fence) == ("", fence + 1)


def test_rule_15_what_is_not_wanted_any_more_is_hidden_and_comes_back(publisher, source):
    publisher.publish()
    read(source)
    change_source(source, name="x", trust=Trust.AUTOMATIC, wanted_types=["network"])
    read(source)
    assert visible(publisher) == set()
    change_source(source, name="x", trust=Trust.AUTOMATIC, wanted_types=[])
    read(source)
    assert len(visible(publisher)) == 1


@pytest.mark.parametrize(
    ("member", "code", "other", "wanted"),
    [
        ("regions", "DED2F", "DEA", ["DED"]),
        ("regions", {"code": "elbland", "label": "Elbland"}, "DED", ["elbland"]),
        ("topics", "risk", "health", ["risk"]),
    ],
)
def test_rule_15_filters_take_what_lies_below_them(publisher, source, member, code, other, wanted):
    Source.objects.filter(pk=source.pk).update(**{f"wanted_{member}": wanted})
    publisher.publish("inside", title="inside", **{member: [code]})
    publisher.publish(
        "outside", title="outside", **{member: ["DEA" if member == "regions" else "health"]}
    )
    publisher.publish("without", title="without")
    read(source)
    assert visible(publisher) == {"inside"}


def test_rule_15_more_trust_shows_what_was_waiting(publisher, reviewed):
    publisher.publish()
    read(reviewed)
    assert visible(publisher) == set()
    change_source(reviewed, name="x", trust=Trust.AUTOMATIC, wanted_types=[])
    read(reviewed)
    assert len(visible(publisher)) == 1


def test_rule_14_of_many_bad_entries_only_the_first_are_kept_and_the_run_says_so(publisher, source):
    for number in range(210):
        publisher.offer_raw(f"junk {number}", {"junk": number})
    publisher.publish("bad", title="")
    publisher.publish("good")
    run = read(source)
    assert (run.added, run.parked) == (1, 211)
    assert "200" in run.error
    assert source.offers.exclude(parked="").count() == 200
    # An entry that says who it is is an offer, with or without its text (rule 13).
    assert source.offers.filter(state=OfferState.PARKED).count() == 201


def test_rule_14_of_a_very_long_bad_entry_only_the_reason_is_kept(publisher, source):
    publisher.offer_raw("junk", {"junk": "x" * 200_000})
    assert read(source).parked == 1
    offer = source.offers.get()
    assert (offer.parked, offer.retry_due) == ("", None)
    assert offer.reason
