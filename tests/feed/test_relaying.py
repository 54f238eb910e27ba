"""Rules 8 and 9: what a site passes on of others' documents, and how it ends that."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Site

from omwagtail.catalogue.models import Edition, Item, ItemState, ItemTerm
from omwagtail.catalogue.relaying import settle_relaying
from omwagtail.catalogue.stamping import stamp_all
from omwagtail.documents import format_timestamp, parse_entry, verify
from omwagtail.harvest.deciding import accept, reject
from omwagtail.harvest.models import Trust
from tests.catalogue.factories import OWN_ORIGIN, make_item
from tests.documents import factories
from tests.feed.foreign import Chamber
from tests.feed.reader import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def relay(settings):
    """Switches relaying on and off; it is on."""

    def switch(on):
        settings.OMWAGTAIL = {**settings.OMWAGTAIL, "RELAY": on}

    switch(True)
    return switch


def offered(entry):
    """How this site passes an entry on, without its number."""
    return {**{name: entry[name] for name in ("doc", "kid", "sig")}, "via": OWN_ORIGIN}


def said(reader):
    """What a reader was told, without the numbers."""
    return [{name: entry[name] for name in entry if name != "seq"} for entry in reader.seen]


def news(reader):
    """What a reader is told from here on."""
    before = len(reader.seen)
    return said(reader.read_all())[before:]


def test_rule_09_a_foreign_document_is_passed_on_unchanged_with_its_origins_signature():
    chamber = Chamber()
    entry = chamber.publish(title="Grüße  aus „Glashütte“", another={"member": [1, 2.5]})
    reader = Reader().read_all()
    assert said(reader) == [offered(entry)]
    verify(parse_entry(reader.seen[0]), chamber.key.public)


def test_rule_09_relaying_is_off_by_default(settings):
    settings.OMWAGTAIL = {
        name: value for name, value in settings.OMWAGTAIL.items() if name != "RELAY"
    }
    chamber = Chamber()
    chamber.publish()
    chamber.publish("b")
    chamber.withdraw("b")
    settle_relaying()
    assert Reader().read_all().seen == []


def test_rule_09_own_and_foreign_documents_stand_in_one_order():
    chamber = Chamber()
    for number in range(3):
        make_item(title=f"eigenes {number}")
        chamber.publish(f"fremdes {number}")
    reader = Reader(limit=2).read_all()
    titles = [document["title"] for document in reader.documents]
    assert titles == [f"{kind} {n}" for n in range(3) for kind in ("eigenes", "fremdes")]
    assert [entry["seq"] for entry in reader.seen] == [1, 2, 3, 4, 5, 6]


def test_rule_09_what_was_read_from_a_relay_is_never_passed_on():
    chamber = Chamber()
    chamber.publish()
    Item.objects.update(via="https://hub.example", seq=None)
    settle_relaying()
    assert Reader().read_all().seen == []


def test_rule_09_what_is_no_longer_read_at_its_origin_is_gone():
    chamber = Chamber()
    chamber.publish()
    reader = Reader().read_all()
    Item.objects.update(via="https://hub.example", seq=None)
    assert news(reader) == [chamber.gone()]


@pytest.mark.parametrize("reuse", ["excerpt", "link", "a later version's"])
def test_rule_09_a_document_that_others_may_not_show_whole_is_not_passed_on(reuse):
    item = Chamber().publish(reuse="full") and Item.objects.get()
    Item.objects.filter(pk=item.pk).update(reuse=reuse[:7], seq=None)
    assert Reader().read_all().seen == []


def test_rule_09_only_one_type_may_be_asked_for():
    chamber = Chamber()
    chamber.publish("a")
    entry = chamber.publish("b", type="network", url=f"{chamber.origin}/network/")
    reader = Reader(type="network").read_all()
    assert said(reader) == [offered(entry)]
    reject(chamber.item("b"))
    reject(chamber.item("a"))
    assert news(reader) == [chamber.gone("b")]


def test_rule_09_every_site_of_several_passes_it_on_under_its_own_name(settings):
    settings.OMWAGTAIL = {
        **settings.OMWAGTAIL,
        "ORIGINS": {"localhost": OWN_ORIGIN, "zwei.local": "https://zwei.example"},
    }
    Site.objects.create(hostname="zwei.local", root_page=Site.objects.get().root_page)
    make_item(title="von eins")
    make_item(title="von zwei", origin="https://zwei.example")
    entry = Chamber().publish()
    one, two = Reader().read_all(), Reader(host="zwei.example").read_all()
    assert said(one)[1:] == [offered(entry)]
    assert said(two)[1:] == [{**offered(entry), "via": "https://zwei.example"}]
    # What another site here publishes is read there, not passed on.
    assert [entry.get("via") for entry in (one.seen[0], two.seen[0])] == [None, None]
    assert len(one.seen) == len(two.seen) == 2


def test_rule_09_the_shown_version_is_passed_on_never_the_waiting_one():
    chamber = Chamber()
    shown = chamber.publish(licence={"uri": "https://a.example/", "name": "A"})
    waiting = chamber.publish(licence={"uri": "https://b.example/", "name": "B"})
    reader = Reader().read_all()
    assert said(reader) == [offered(shown)]
    accept(chamber.item())
    assert news(reader) == [offered(waiting)]


@pytest.mark.parametrize("state", [ItemState.PENDING, ItemState.REJECTED, ItemState.QUARANTINED])
def test_rule_08_what_was_never_offered_is_not_even_gone(state):
    chamber = Chamber()
    chamber.publish()
    Item.objects.update(state=state)
    reader = Reader().read_all()
    chamber.remove()
    settle_relaying()
    assert reader.read_all().seen == []
    assert not Item.objects.exists()


def test_rule_08_a_withdrawal_of_what_was_never_offered_does_not_appear():
    chamber = Chamber(trust=Trust.REVIEW)
    chamber.publish()
    chamber.withdraw()
    chamber.withdraw("b")
    assert Reader().read_all().seen == []


def reject_it(chamber, relay):
    reject(chamber.item())


def accept_it(chamber, relay):
    accept(chamber.item())


def remove_source(chamber, relay):
    chamber.remove()


def approve_source(chamber, relay):
    chamber.approve()
    chamber.publish(rev=chamber.rev)


def hear_gone(chamber, relay):
    chamber.say_gone()


def hear_it_again(chamber, relay):
    chamber.publish(rev=chamber.rev)


def switch_off(chamber, relay):
    relay(False)
    settle_relaying()


def switch_on(chamber, relay):
    relay(True)
    settle_relaying()


def raw_reject(chamber, relay):
    Item.objects.update(state=ItemState.REJECTED)
    settle_relaying()


def raw_accept(chamber, relay):
    Item.objects.update(state=ItemState.ACCEPTED)
    settle_relaying()


ENDS = {
    "rejected": (reject_it, accept_it),
    "source removed": (remove_source, approve_source),
    "gone at the source": (hear_gone, hear_it_again),
    "relaying switched off": (switch_off, switch_on),
    "a hand in the database": (raw_reject, raw_accept),
}


@pytest.mark.parametrize(("end", "begin"), ENDS.values(), ids=ENDS)
def test_rule_08_what_is_no_longer_offered_is_gone_and_may_come_back(end, begin, relay):
    chamber = Chamber()
    entry = chamber.publish()
    reader = Reader().read_all()
    end(chamber, relay)
    assert news(reader) == [chamber.gone()]
    assert said(Reader().read_all()) == [chamber.gone()]
    begin(chamber, relay)
    assert news(reader) == [offered(entry)]
    assert said(Reader().read_all()) == [offered(entry)]
    numbers = [entry["seq"] for entry in reader.seen]
    assert numbers == sorted(set(numbers))


def test_rule_08_two_texts_of_one_revision_end_the_offer():
    chamber = Chamber()
    chamber.publish(title="so")
    reader = Reader().read_all()
    with pytest.raises(AssertionError):
        chamber.publish(title="oder so", rev=chamber.rev)
    assert news(reader) == [chamber.gone()]


def test_rule_08_a_new_licence_of_reuse_ends_the_offer():
    chamber = Chamber()
    chamber.publish()
    reader = Reader().read_all()
    chamber.publish(reuse="link")
    assert news(reader) == [chamber.gone()]


def test_rule_08_what_expired_is_gone_and_not_handed_out_meanwhile():
    chamber = Chamber()
    expires = timezone.now() + timedelta(days=1)
    chamber.publish(expires=format_timestamp(expires))
    reader = Reader().read_all()
    Item.objects.update(expires=timezone.now())
    assert said(Reader().read_all()) == [chamber.gone()]
    settle_relaying()
    assert news(reader) == [chamber.gone()]


def test_rule_08_no_text_is_handed_out_before_the_stamper_has_heard_of_it():
    chamber = Chamber()
    chamber.publish()
    Reader().read_all()
    Item.objects.update(state=ItemState.REJECTED)
    assert said(Reader().read_all()) == [chamber.gone()]


def test_rule_08_a_contact_that_is_no_longer_named_is_not_passed_on_until_it_is_decided():
    chamber = Chamber()
    licence = {"uri": "https://a.example/", "name": "A"}
    contact = {"name": "Erika Muster", "email": "erika@kammer.example"}
    with_contact = chamber.publish(licence=licence, contacts=[contact])
    reader = Reader().read_all()
    chamber.publish(licence=licence | {"name": "B"})
    assert news(reader) == [chamber.gone()]
    settle_relaying()
    assert news(reader) == []
    reject(chamber.item())
    assert news(reader) == [offered(with_contact)]


def test_rule_07_the_origins_withdrawal_is_passed_on_with_its_signature():
    chamber = Chamber()
    chamber.publish()
    reader = Reader().read_all()
    withdrawal = chamber.withdraw(reason="retracted")
    assert news(reader) == [offered(withdrawal)]
    verify(parse_entry(reader.seen[-1]), chamber.key.public)
    assert said(Reader().read_all()) == [offered(withdrawal)]


def test_rule_07_a_withdrawal_stays_when_its_source_is_removed_or_relaying_ends(relay):
    chamber = Chamber()
    chamber.publish()
    Reader().read_all()
    withdrawal = chamber.withdraw()
    chamber.remove()
    relay(False)
    settle_relaying()
    assert said(Reader().read_all()) == [offered(withdrawal)]


def test_rule_07_who_heard_of_a_document_hears_of_its_withdrawal_also_after_relaying_ended(relay):
    chamber = Chamber()
    chamber.publish()
    reader = Reader().read_all()
    switch_off(chamber, relay)
    reader.read_all()
    assert news(reader) == []
    withdrawal = chamber.withdraw(reason="retracted")
    assert news(reader) == [offered(withdrawal)]


def test_rule_08_of_a_removed_source_nothing_stays_but_names():
    chamber = Chamber()
    chamber.publish(
        "geheim", title="Geheim", summary="Geheim", topics=["skilled-labour"], regions=["DED2F"]
    )
    chamber.publish("check", **rich_check())
    Reader().read_all()
    before = {item.key: item for item in Item.objects.all()}
    chamber.remove()
    for item in Item.objects.all():
        kept = before[item.key]
        assert (item.state, item.relay) == (ItemState.GONE, "offered")
        assert (item.origin, item.uuid, item.type) == (kept.origin, kept.uuid, kept.type)
        assert (item.doc, item.title, item.summary, item.url, item.sig) == ("", "", "", "", "")
    assert Item.objects.count() == 2
    assert not ItemTerm.objects.exists()
    assert not Edition.objects.exists()
    assert not Item.objects.search("Geheim").exists()


def rich_check():
    document = factories.rich_check(origin="https://kammer.example")
    return {name: document[name] for name in ("type", "url", "body")}


def test_rule_08_a_withdrawal_after_a_source_came_back_takes_effect():
    chamber = Chamber()
    chamber.publish()
    reader = Reader().read_all()
    chamber.remove()
    chamber.approve()
    withdrawal = chamber.withdraw()
    assert news(reader) == [offered(withdrawal)]
    assert chamber.item().state == ItemState.WITHDRAWN


def test_settling_asks_for_no_number_where_nothing_changed():
    chamber = Chamber()
    make_item()
    chamber.publish("a")
    chamber.publish("b")
    chamber.withdraw("b")
    chamber.publish("c")
    reader = Reader().read_all()
    reject(chamber.item("c"))
    stamp_all()
    reader.read_all()
    assert settle_relaying() == 0
    assert news(reader) == []
