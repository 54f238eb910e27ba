"""The operators' pages about documents."""

import pytest

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.harvest.models import Decision, Source
from tests.documents import factories
from tests.harvest.conftest import item_of, read, visible
from tests.harvest.desk import ITEMS, SOURCES, state_of, text_of
from tests.harvest.test_intake import OTHER_LICENCE

pytestmark = pytest.mark.django_db


def test_the_list_of_waiting_items_shows_new_and_newer_ones_and_no_others(
    operator, publisher, source
):
    publisher.publish("shown", title="Titel eins")
    publisher.publish("newer", title="Titel zwei", rev=1)
    read(source)
    publisher.publish("newer", title="Titel zwei", rev=2, licence=OTHER_LICENCE)
    Source.objects.update(trust="review")
    publisher.publish("new", title="Titel drei")
    read(source)
    text = operator.get(ITEMS).content.decode()
    assert [title in text for title in ("Titel eins", "Titel zwei", "Titel drei")] == [
        False,
        True,
        True,
    ]


def test_a_waiting_item_is_shown_with_a_preview_of_the_waiting_version(operator, publisher, source):
    publisher.publish(rev=1, title="Alte Fassung")
    read(source)
    publisher.publish(rev=2, title="Neue Fassung", licence=OTHER_LICENCE)
    read(source)
    pk = item_of(publisher).pk
    page = operator.get(f"{ITEMS}inspect/{pk}/")
    assert "Neue Fassung" in page.content.decode()
    assert "Neue Fassung" in operator.get(f"{ITEMS}preview/{pk}/").content.decode()
    assert "Alte Fassung" in operator.get(f"{ITEMS}preview/{pk}/?shown").content.decode()


def test_a_preview_of_foreign_content_runs_nothing_on_the_admins_host(
    operator, publisher, reviewed
):
    publisher.publish()
    read(reviewed)
    response = operator.get(f"{ITEMS}preview/{item_of(publisher).pk}/")
    assert response["Content-Security-Policy"] == "sandbox"


def test_accept_shows_the_version_that_was_looked_at(operator, publisher, reviewed):
    publisher.publish(rev=7)
    read(reviewed)
    item = item_of(publisher)
    operator.post(f"{ITEMS}accept/{item.pk}/", {"rev": 6})
    assert visible(publisher) == set()
    operator.post(f"{ITEMS}accept/{item.pk}/", {"rev": 7})
    assert len(visible(publisher)) == 1


def test_reject_keeps_the_reason(operator, publisher, reviewed):
    publisher.publish(rev=7)
    read(reviewed)
    operator.post(f"{ITEMS}reject/{item_of(publisher).pk}/", {"rev": 7, "reason": "Werbung"})
    item = item_of(publisher)
    assert (item.state, item.reason) == (ItemState.REJECTED, "Werbung")


def test_selected_items_are_accepted_together(operator, publisher, reviewed):
    for name in "abc":
        publisher.publish(name, title=name, rev=7)
    read(reviewed)
    chosen = [f"{item_of(publisher, name).pk}:7" for name in "ab"]
    operator.post(f"{ITEMS}accept-selected/", {"item": [*chosen, "junk", "999999:7"]})
    assert visible(publisher) == {"a", "b"}


def test_a_signed_document_cannot_be_edited(operator, publisher, reviewed):
    publisher.publish(rev=7)
    read(reviewed)
    before = state_of(Item)
    answer = operator.post(f"{ITEMS}edit/{item_of(publisher).pk}/", {"title": "x", "doc": "{}"})
    assert answer.status_code == 405
    assert state_of(Item) == before


def test_selected_items_are_rejected_together_with_a_reason(operator, publisher, reviewed):
    for name in "abc":
        publisher.publish(name, title=name, rev=7)
    read(reviewed)
    chosen = [f"{item_of(publisher, name).pk}:7" for name in "ab"]
    operator.post(f"{ITEMS}reject-selected/", {"item": chosen, "reason": "Werbung"})
    states = [item_of(publisher, name).state for name in "abc"]
    assert states == ["rejected", "rejected", "pending"]
    assert set(Decision.objects.values_list("reason", flat=True)) == {"Werbung"}


def test_a_newer_version_than_the_ticked_one_is_not_accepted(operator, publisher, reviewed):
    publisher.publish(rev=7)
    read(reviewed)
    answer = operator.post(
        f"{ITEMS}accept-selected/", {"item": f"{item_of(publisher).pk}:6"}, follow=True
    )
    assert "A newer version has come meanwhile" in text_of(answer)
    assert visible(publisher) == set()


def test_without_a_tick_nothing_happens(operator, publisher, reviewed):
    publisher.publish(rev=7)
    read(reviewed)
    answer = operator.post(f"{ITEMS}accept-selected/", follow=True)
    assert "Nothing was selected." in text_of(answer)


def newer_version(publisher, source, **changes):
    """A document that is shown, with a newer version that waits."""
    publisher.publish(rev=1, title="Alter Titel", contacts=[{"name": "Erika Alt"}])
    read(source)
    publisher.publish(rev=2, licence=OTHER_LICENCE, **changes)
    read(source)
    return item_of(publisher)


def test_what_changed_is_shown_by_field_and_what_matters_before_it(operator, publisher, source):
    item = newer_version(publisher, source, title="Neuer Titel")
    text = text_of(operator.get(f"{ITEMS}inspect/{item.pk}/"))
    assert "The licence changes from" in text
    assert "This contact is removed, and hidden here already: Erika Alt." in text
    assert "<bdi>Alter</bdi>" in text[text.index("<del>") :]
    assert "<bdi>Neuer</bdi>" in text[text.index("<ins>") :]
    assert "[inserted:" in text
    assert "[deleted:" in text


def test_a_difference_is_escaped(operator, publisher, source):
    item = newer_version(publisher, source, title="<script>alert(1)</script>")
    text = text_of(operator.get(f"{ITEMS}inspect/{item.pk}/"))
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_the_queue_is_narrowed_by_source_type_and_reason(operator, publisher, reviewed):
    Source.objects.update(trust="automatic")
    newer_version(publisher, reviewed, title="Neuere Fassung")
    Source.objects.update(trust="review")
    publisher.publish("new", title="Ganz neu")
    read(reviewed)

    def found(query):
        text = text_of(operator.get(ITEMS + query))
        return [title for title in ("Neuere Fassung", "Ganz neu") if title in text]

    assert found("") == found(f"?source={reviewed.pk}") == ["Neuere Fassung", "Ganz neu"]
    assert found("?why=newer") == ["Neuere Fassung"]
    assert found("?why=new") == ["Ganz neu"]
    assert found("?why=two") == found("?type=check") == []
    assert f"{SOURCES}accept-all/{reviewed.pk}/" in text_of(
        operator.get(f"{ITEMS}?source={reviewed.pk}")
    )


def test_what_is_shown_is_found_and_can_be_rejected_and_accepted_again(operator, publisher, source):
    publisher.publish(rev=7, title="Gezeigt")
    read(source)
    item = item_of(publisher)
    assert "Gezeigt" not in text_of(operator.get(ITEMS))
    shown = text_of(operator.get(f"{ITEMS}?which=shown"))
    assert "Gezeigt" in shown
    assert "A newer version" not in shown
    assert "Reject" in text_of(operator.get(f"{ITEMS}inspect/{item.pk}/"))
    operator.post(f"{ITEMS}reject/{item.pk}/", {"rev": 7})
    assert visible(publisher) == set()
    assert "Gezeigt" in text_of(operator.get(f"{ITEMS}?which=rejected"))
    operator.post(f"{ITEMS}accept/{item.pk}/", {"rev": 7})
    assert visible(publisher) == {"Gezeigt"}


def test_the_queue_reads_no_documents_and_few_rows_of_others(
    operator, publisher, reviewed, django_assert_max_num_queries
):
    for number in range(60):
        publisher.publish(str(number), title=f"Nummer {number}")
    read(reviewed)
    operator.get(ITEMS)
    with django_assert_max_num_queries(25):
        assert text_of(operator.get(ITEMS)).count('name="item"') == 50


def report(operator, item, reason="Bitte löschen") -> str:
    return text_of(operator.post(f"{ITEMS}report/{item.pk}/", {"reason": reason}))


def test_a_report_is_a_draft_to_the_public_contacts_and_a_line_in_the_log(
    operator, publisher, source
):
    publisher.publish(rev=7, title="Titel", contacts=[{"name": "Eva", "email": "eva@hwk.example"}])
    read(source)
    item = item_of(publisher)
    assert "eva@hwk.example" in text_of(operator.get(f"{ITEMS}report/{item.pk}/"))
    assert not Decision.objects.exists()
    text = report(operator, item)
    assert "mailto:eva@hwk.example?subject=About%20your%20document" in text
    assert "Revision: 7" in text
    decision = Decision.objects.get()
    assert (decision.kind, decision.reason, decision.rev) == ("reported", "Bitte löschen", 7)
    assert decision.user.username == "user"
    assert visible(publisher) == {"Titel"}


def test_without_contacts_the_sites_own_organisation_is_written_to(operator, publisher, source):
    organisation = factories.minimal_organisation(
        origin=publisher.origin, body={"contacts": [{"email": "info@hwk.example"}]}
    )
    publisher.offer(organisation)
    publisher.publish(rev=7)
    read(source)
    assert "mailto:info@hwk.example?" in report(operator, item_of(publisher))


def test_without_any_address_the_text_is_there_to_be_copied(operator, publisher, source):
    publisher.publish(rev=7)
    read(source)
    text = report(operator, item_of(publisher))
    assert "No public e-mail address is known" in text
    assert "Bitte löschen" in text


def test_a_report_needs_a_reason(operator, publisher, source):
    publisher.publish(rev=7)
    read(source)
    report(operator, item_of(publisher), reason=" ")
    assert not Decision.objects.exists()


def test_what_was_withdrawn_cannot_be_reported(operator, publisher, source):
    publisher.publish(rev=7)
    read(source)
    publisher.withdraw(rev=8)
    read(source)
    operator.post(f"{ITEMS}report/{item_of(publisher).pk}/", {"reason": "x"})
    assert not Decision.objects.exists()
    assert operator.get(f"{ITEMS}inspect/{item_of(publisher).pk}/").status_code == 200


def test_earlier_decisions_stand_beside_the_document(operator, publisher, reviewed):
    publisher.publish(rev=7)
    read(reviewed)
    item = item_of(publisher)
    operator.post(f"{ITEMS}reject/{item.pk}/", {"rev": 7, "reason": "Nur <i>Werbung</i>"})
    text = text_of(operator.get(f"{ITEMS}inspect/{item.pk}/"))
    assert "Nur &lt;i&gt;Werbung&lt;/i&gt;" in text
