"""Rules 16 and 21: what is shown, what waits, and what a person's decision means later."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.documents import Envelope, document_key, dump_json
from omwagtail.harvest.applying import apply_entry
from omwagtail.harvest.approving import change_source, pause, resume
from omwagtail.harvest.deciding import accept, reject, waiting_items
from omwagtail.harvest.entries import Incoming
from omwagtail.harvest.exceptions import DecisionRefused
from omwagtail.harvest.models import Source, Trust
from tests.documents import factories
from tests.harvest.conftest import begin_full_pass, item_of, read, visible

pytestmark = pytest.mark.django_db

OTHER_LICENCE = {"uri": "https://creativecommons.org/licenses/by-sa/4.0/"}


def test_rule_16_documents_of_a_reviewed_source_wait_until_accepted(publisher, reviewed):
    publisher.publish(title="A")
    read(reviewed)
    assert visible(publisher) == set()
    accept(waiting_items().get())
    assert visible(publisher) == {"A"}


def test_rule_16_updates_of_accepted_items_apply_by_themselves(publisher, reviewed):
    publisher.publish(rev=1, title="A")
    read(reviewed)
    accept(waiting_items().get())
    publisher.publish(rev=2, title="B")
    read(reviewed)
    assert visible(publisher) == {"B"}
    assert not waiting_items().exists()


def test_rule_16_another_licence_waits_while_the_shown_version_stays(publisher, source):
    publisher.publish(rev=1, title="A")
    read(source)
    publisher.publish(rev=2, title="B", licence=OTHER_LICENCE)
    read(source)
    assert visible(publisher) == {"A"}
    accept(waiting_items().get(), rev=2)
    assert visible(publisher) == {"B"}
    assert not waiting_items().exists()


def test_rule_16_a_rejected_version_leaves_the_shown_one(publisher, source):
    publisher.publish(rev=1, title="A")
    read(source)
    publisher.publish(rev=2, title="B", licence=OTHER_LICENCE)
    read(source)
    reject(waiting_items().get())
    publisher.publish(rev=3, title="B", licence=OTHER_LICENCE)
    read(source)
    assert visible(publisher) == {"A"}
    assert not waiting_items().exists()


def want(source, types: list[str]) -> None:
    """Change what is wanted of a source, and read it again from the start."""
    change_source(source, name="", trust=source.trust, wanted_types=types)
    read(source)


def test_rule_13_a_hidden_item_comes_back_with_the_version_that_waits(publisher, source):
    publisher.publish(rev=1, title="A")
    read(source)
    publisher.publish(rev=2, title="B", licence=OTHER_LICENCE)
    read(source)
    want(source, ["check"])
    assert visible(publisher) == set()
    want(source, [])
    assert visible(publisher) == {"A"}
    assert waiting_items().get().waiting_rev == 2


def test_rule_13_a_hidden_item_comes_back_after_a_newer_version_was_rejected(publisher, source):
    publisher.publish(rev=1, title="A")
    read(source)
    publisher.publish(rev=2, title="B", licence=OTHER_LICENCE)
    read(source)
    reject(waiting_items().get())
    want(source, ["check"])
    assert visible(publisher) == set()
    want(source, [])
    assert visible(publisher) == {"A"}
    assert not waiting_items().exists()


def test_rule_16_a_rejected_text_stays_rejected_with_another_rev_and_date(publisher, reviewed):
    publisher.publish(rev=1, modified="2026-01-01T00:00:00Z")
    read(reviewed)
    reject(waiting_items().get(), "Werbung")
    publisher.publish(rev=2, modified="2026-02-01T00:00:00Z")
    read(reviewed)
    item = item_of(publisher)
    assert (item.state, item.reason, item.rev) == (ItemState.REJECTED, "Werbung", 2)


def test_rule_16_a_rejected_text_stays_rejected_after_a_withdrawal(publisher, source):
    publisher.publish(rev=1)
    read(source)
    reject(item_of(publisher))
    publisher.withdraw(rev=2)
    read(source)
    publisher.publish(rev=3)
    read(source)
    assert visible(publisher) == set()
    assert item_of(publisher).state == ItemState.REJECTED


def test_rule_16_every_rejected_text_stays_rejected(publisher, reviewed):
    publisher.publish(title="bad", rev=1)
    read(reviewed)
    reject(item_of(publisher))
    publisher.publish(title="good", rev=2)
    read(reviewed)
    accept(item_of(publisher))
    publisher.publish(title="bad", rev=3)
    read(reviewed)
    assert visible(publisher) == {"good"}


def test_rule_16_a_rejected_update_stays_rejected_whatever_is_decided_about_the_shown_text(
    publisher, reviewed
):
    publisher.publish(title="shown", rev=1)
    read(reviewed)
    accept(item_of(publisher))
    publisher.publish(title="shown", rev=2, licence=OTHER_LICENCE)
    read(reviewed)
    reject(item_of(publisher))
    reject(item_of(publisher))
    accept(item_of(publisher))
    begin_full_pass(reviewed)
    read(reviewed)
    assert item_of(publisher).state == ItemState.ACCEPTED
    assert item_of(publisher).data["rev"] == 1


def test_rule_16_another_text_after_a_rejection_waits_also_from_a_trusted_source(publisher, source):
    publisher.publish(rev=1, title="A")
    read(source)
    reject(item_of(publisher))
    publisher.publish(rev=2, title="B")
    read(source)
    assert visible(publisher) == set()
    assert waiting_items().get().title == "B"


@pytest.mark.parametrize("is_changed", [False, True], ids=["the same text", "a newer text"])
def test_rule_12_what_waits_after_a_retraction_still_waits_after_it_was_away(
    publisher, source, is_changed
):
    publisher.publish(title="A", rev=1)
    read(source)
    publisher.withdraw(rev=2, reason="retracted")
    read(source)
    again = publisher.publish(title="A again", rev=3)
    read(source)
    item = item_of(publisher)
    why = item.reason
    assert (item.state, bool(why)) == (ItemState.PENDING, True)
    publisher.offer_raw(again["id"], {"gone": {"origin": again["origin"], "id": again["id"]}})
    read(source)
    assert item_of(publisher).state == ItemState.WITHDRAWN
    publisher.publish(title="A again", rev=3 + is_changed)
    read(source)
    item = item_of(publisher)
    assert (item.state, item.reason) == (ItemState.PENDING, why)
    assert visible(publisher) == set()


def test_rule_16_withdrawals_apply_at_once_to_what_is_paused(publisher, source):
    publisher.publish("a", rev=1, title="a")
    publisher.publish("b", rev=1, title="b")
    read(source)
    pause(source)
    publisher.withdraw("a", rev=2)
    publisher.publish("b", rev=2, title="b newer")
    publisher.publish("c", rev=2, title="c")
    read(source)
    assert visible(publisher) == {"b"}
    resume(source)
    read(source)
    assert visible(publisher) == {"b newer", "c"}


def test_rule_16_withdrawals_apply_whatever_the_filters_say(publisher, source):
    publisher.publish(rev=1)
    read(source)
    source.refresh_from_db()
    source.wanted_types = ["check"]
    source.save()
    publisher.withdraw(rev=2)
    read(source)
    assert item_of(publisher).state == ItemState.WITHDRAWN


def test_rule_21_a_withdrawal_erases_all_content(publisher, source):
    secret = {"title": "geheimes Wort", "summary": "geheimes Wort", "topics": ["risk"]}
    publisher.publish(rev=1, **secret)
    read(source)
    publisher.publish(rev=2, licence=OTHER_LICENCE, **secret)
    read(source)
    publisher.withdraw(rev=3)
    read(source)
    item = Item.objects.filter(pk=item_of(publisher).pk).values().get()
    assert "geheimes" not in str(item)
    assert not item_of(publisher).terms.exists()


def test_a_decision_about_a_version_that_nobody_has_seen_is_refused(publisher, reviewed):
    publisher.publish(rev=1, title="seen")
    read(reviewed)
    seen = waiting_items().get()
    publisher.publish(rev=2, title="not seen")
    read(reviewed)
    with pytest.raises(DecisionRefused):
        accept(seen, rev=1)
    with pytest.raises(DecisionRefused):
        reject(seen, rev=1)
    assert item_of(publisher).state == ItemState.PENDING


def test_what_no_source_offers_cannot_be_accepted(publisher, source):
    publisher.publish()
    read(source)
    reject(item_of(publisher))
    publisher.say_gone("a")
    read(source)
    with pytest.raises(DecisionRefused):
        accept(item_of(publisher))


def test_what_was_withdrawn_meanwhile_cannot_be_accepted(publisher, reviewed):
    publisher.publish(rev=1)
    read(reviewed)
    seen = waiting_items().get()
    publisher.withdraw(rev=2)
    read(reviewed)
    with pytest.raises(DecisionRefused):
        accept(seen)


versions = st.lists(
    st.tuples(st.sampled_from(["upsert", "withdraw"]), st.booleans()), min_size=1, max_size=5
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), versions=versions, trust=st.sampled_from(Trust.values))
def test_rule_12_any_order_and_duplication_ends_in_the_highest_rev(db, data, versions, trust):
    Item.objects.all().delete()
    entries = [_incoming(rev, *version) for rev, version in enumerate(versions, start=1)]
    repeated = data.draw(st.lists(st.sampled_from(entries), max_size=6))
    source = Source.objects.get_or_create(origin=factories.ORIGIN, state="active")[0]
    source.trust = trust
    for incoming in data.draw(st.permutations([*entries, *repeated])):
        apply_entry(source, incoming)
    item = Item.objects.get()
    newest = entries[-1].envelope.doc
    assert newest in (item.doc, item.waiting_doc)
    assert (item.state == ItemState.WITHDRAWN) == entries[-1].is_withdrawal


def _incoming(rev: int, op: str, has_other_licence: bool) -> Incoming:
    if op == "withdraw":
        document = factories.withdrawal(rev=rev)
    else:
        licence = OTHER_LICENCE if has_other_licence else dict(factories.LICENCE)
        document = factories.minimal_practice_example(rev=rev, title=f"{rev}", licence=licence)
    return Incoming(
        envelope=Envelope(doc=dump_json(document), kid="k", sig="s"),
        data=document,
        key=document_key(document["origin"], document["id"]),
    )
