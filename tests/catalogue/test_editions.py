"""What was asked under a number stays to be read under that number."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from omwagtail.catalogue.capture import capture, item_of
from omwagtail.catalogue.editions import (
    MAX_FOREIGN,
    edition_of,
    editions_of,
    freeze_edition,
    freeze_missing,
    sign_editions_again,
)
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Edition, ItemState
from omwagtail.catalogue.sweeping import sweep
from omwagtail.documents import Envelope, verify
from omwagtail.questionnaires import fingerprint
from tests.catalogue.factories import (
    FOREIGN_KEY,
    FOREIGN_ORIGIN,
    OWN_ORIGIN,
    edit_item,
    make_item,
    withdraw_item,
)
from tests.content.checks import TWO_TOPICS, add_check
from tests.pages_for_tests import home
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db


def asking(statement, number=1, **edition):
    """A check's body with one question under this number."""
    sections = [{"id": "a", "title": "A", "checkpoints": [{"id": "a1", "statement": statement}]}]
    return body(sections=sections, edition={"number": number, **edition})


def make_check(statement="Wir fragen.", number=1, **members):
    return make_item("check", body=asking(statement, number), **members)


def publish_edition(item, statement, number, **members):
    return edit_item(item, body=asking(statement, number), **members)


def names(item):
    """(number, statement) of all frozen editions, the newest first."""
    found = [edition_of(item, each.number, each.fingerprint) for each in editions_of(item)]
    return [(each.number, statement_of(each)) for each in found]


def statement_of(edition):
    return edition.data["body"]["sections"][0]["checkpoints"][0]["statement"]


@pytest.mark.parametrize("origin", [OWN_ORIGIN, FOREIGN_ORIGIN])
def test_an_edition_is_the_text_that_was_signed(origin):
    item = make_item("check", origin=origin, body=asking("Wir fragen.", 2, date="2026-03-31"))

    (edition,) = editions_of(item)

    assert (edition.number, edition.date) == (2, date(2026, 3, 31))
    assert (edition.doc, edition.rev) == (item.doc, item.rev)
    key = signing_key() if origin == OWN_ORIGIN else FOREIGN_KEY
    verify(Envelope(doc=edition.doc, kid=edition.kid, sig=edition.sig), key.public)


def test_the_next_edition_leaves_the_earlier_one_as_it_was():
    item = make_check("Alt?", 1)
    before = edition_of(item, 1).doc

    publish_edition(item, "Neu?", 2)

    assert names(item) == [(2, "Neu?"), (1, "Alt?")]
    assert edition_of(item, 1).doc == before


def test_what_changes_beside_the_questions_makes_no_edition():
    item = make_check(title="Vorher")

    edit_item(item, title="Nachher")

    (edition,) = editions_of(item)
    assert edition.data["title"] == "Vorher"


def test_a_correction_is_a_text_of_its_own_and_the_edition_from_then_on():
    item = make_check("Wir fragn.", 1)
    wrong = edition_of(item, 1).fingerprint

    publish_edition(item, "Wir fragen.", 1)

    assert statement_of(edition_of(item, 1)) == "Wir fragen."
    assert statement_of(edition_of(item, 1, wrong)) == "Wir fragn."


def test_a_correction_that_is_taken_back_is_the_edition_no_longer():
    item = make_check("Richtig.", 1)
    publish_edition(item, "Verschlimmbessert.", 1)
    publish_edition(item, "Richtig.", 1)
    publish_edition(item, "Zweite.", 2)

    assert statement_of(edition_of(item, 1)) == "Richtig."
    assert len(editions_of(item)) == 3


def test_the_fingerprint_is_that_of_the_questions_whatever_the_document_says():
    claimed = "0" * 64
    item = make_item("check", body=asking("Eins?", 1, fingerprint=claimed))
    edit_item(item, body=asking("Zwei?", 1, fingerprint=claimed))

    assert names(item) == [(1, "Zwei?"), (1, "Eins?")]


def test_answers_find_their_questions_by_the_fingerprint_of_the_definition():
    item = make_check("Alt?", 1)
    answered = fingerprint(item.data["body"])
    publish_edition(item, "Neu?", 2)

    assert statement_of(edition_of(item, 1, answered)) == "Alt?"
    assert edition_of(item, 2, answered) is None


def test_the_fingerprint_of_a_page_is_the_one_that_its_document_names():
    page = add_check(home(), published=True, sections=TWO_TOPICS)
    item = capture(page)

    (edition,) = editions_of(item)

    assert edition.fingerprint == item.data["body"]["edition"]["fingerprint"]


def test_a_check_without_a_number_is_the_first_edition():
    unnumbered = body()
    del unnumbered["edition"]
    item = make_item("check", body=unnumbered)

    assert [edition.number for edition in editions_of(item)] == [1]


@pytest.mark.parametrize("state", [ItemState.PENDING, ItemState.REJECTED, ItemState.QUARANTINED])
def test_nothing_is_frozen_before_it_is_accepted(state):
    assert editions_of(make_check(state=state)) == []


def test_only_checks_have_editions():
    make_item("network")

    assert not Edition.objects.exists()


@pytest.mark.parametrize("reason", ["unpublished", "restricted", "expired"])
def test_what_may_come_back_keeps_its_editions(reason):
    item = withdraw_item(make_check("Alt?", 1), reason)

    assert names(item) == [(1, "Alt?")]


@pytest.mark.parametrize("reason", ["retracted", "deleted"])
@pytest.mark.parametrize("origin", [OWN_ORIGIN, FOREIGN_ORIGIN])
def test_rule_21_retracting_and_deleting_leave_no_edition(origin, reason):
    other = make_check("Andere?")
    item = make_check("Alt?", 1, origin=origin)

    withdraw_item(publish_edition(item, "Neu?", 2), reason)

    assert editions_of(item) == []
    assert len(editions_of(other)) == 1


def test_rule_21_a_page_that_was_unpublished_before_it_is_deleted_leaves_no_edition():
    page = add_check(home(), published=True, sections=TWO_TOPICS)
    item = capture(page)
    page.unpublish()
    capture(page)
    assert len(editions_of(item)) == 1

    pk = page.pk
    page.delete()
    capture(type(page)(pk=pk))

    item.refresh_from_db()
    assert editions_of(item) == []
    assert (item.state, item.reason) == (ItemState.WITHDRAWN, "deleted")
    assert json.loads(item.doc)["reason"] == "deleted"


def test_rule_21_the_sweep_notices_that_an_unpublished_page_was_deleted():
    page = add_check(home(), published=True, sections=TWO_TOPICS)
    item = capture(page)
    page.unpublish()
    capture(page)
    sweep()
    assert len(editions_of(item)) == 1

    # No capture follows: what waits for the end of the transaction is never run here.
    page.delete()
    sweep()

    item.refresh_from_db()
    assert (item.reason, editions_of(item)) == ("deleted", [])


def test_rule_21_removing_a_source_removes_the_editions_of_its_checks():
    item = make_check(origin=FOREIGN_ORIGIN)

    item.delete()

    assert not Edition.objects.exists()


def test_a_check_that_becomes_public_again_has_its_editions_again():
    page = add_check(home(), published=True, sections=TWO_TOPICS)
    capture(page)
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )
    capture(page)
    assert item_of(page).state == ItemState.WITHDRAWN
    frozen = editions_of(item_of(page))

    restriction.delete()
    capture(page)

    assert editions_of(item_of(page)) == frozen != []


def test_a_copy_has_its_own_editions():
    page = add_check(home(), published=True, sections=TWO_TOPICS)
    copy = page.copy(update_attrs={"slug": "kopie"})
    capture(page)
    capture(copy)

    assert item_of(copy).pk != item_of(page).pk
    assert [each.number for each in editions_of(item_of(copy))] == [1]
    assert [each.number for each in editions_of(item_of(page))] == [1]


def test_a_foreign_publisher_cannot_fill_the_disk():
    item = make_check("Frage 0", 0, origin=FOREIGN_ORIGIN)
    row = {"item": item, "doc": "{}", "fingerprint": "f" * 64}
    Edition.objects.bulk_create(
        Edition(number=number, rev=number, last_rev=number, **row)
        for number in range(1000, 1000 + MAX_FOREIGN)
    )

    publish_edition(item, "Die letzte", 9999)

    found = editions_of(item)
    assert len(found) == MAX_FOREIGN
    assert 9999 in [edition.number for edition in found]


def test_what_was_published_before_there_were_editions_is_frozen_later(django_assert_num_queries):
    item = make_check("Von früher.")
    Edition.objects.all().delete()
    withdraw_item(make_check())

    assert freeze_missing() == 1
    assert names(item) == [(1, "Von früher.")]
    with django_assert_num_queries(1):
        assert freeze_missing() == 0


def test_an_edition_says_since_when_its_questions_are_published():
    item = make_check(modified="2026-04-01T10:00:00Z")

    edit_item(item, title="Neuer Titel", modified="2026-05-01T10:00:00Z")

    (edition,) = editions_of(item)
    assert edition.created.isoformat() == "2026-04-01T10:00:00+00:00"


def test_after_a_new_key_own_editions_are_signed_with_it(settings):
    item, foreign = make_check("Alt?"), make_check(origin=FOREIGN_ORIGIN)
    before = edition_of(item, 1)
    settings.SECRET_KEY = "another one"

    assert sign_editions_again() == 1

    edition = edition_of(item, 1)
    assert edition.doc == before.doc
    verify(Envelope(doc=edition.doc, kid=edition.kid, sig=edition.sig), signing_key().public)
    assert edition_of(foreign, 1).kid == FOREIGN_KEY.kid
    assert sign_editions_again() == 0


def test_publishing_the_same_questions_again_costs_one_query(django_assert_num_queries):
    item = make_check()

    with django_assert_num_queries(1):
        freeze_edition(item)


def test_the_periodic_work_freezes_what_is_missing():
    item = make_check("Von früher.")
    Edition.objects.all().delete()

    call_command("om_work")

    assert names(item) == [(1, "Von früher.")]
