"""What an editor reads about a page's way into the catalogue, for one page and for many."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.sweeping import sweep
from omwagtail.content.syndication import (
    Kind,
    in_state,
    syndication_state,
    syndication_states,
)
from omwagtail.pages.models import PracticeExamplePage
from tests.content.editing import add_home
from tests.pages_for_tests import home, publish_example, publish_network
from tests.testapp.models import OldExample

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=2)


def draft(**fields):
    page = PracticeExamplePage(title="Entwurf", live=False, **fields)
    return home().add_child(instance=page)


def taken_up(**fields):
    page = publish_example(**fields)
    sweep()
    return page


def spoil(page, **fields):
    """What no form would let through: a licence that is neither a code nor an address."""
    PracticeExamplePage.objects.filter(pk=page.pk).update(licence="keine", **fields)


def test_a_page_in_the_catalogue_says_since_when_and_leads_to_it(client):
    page = taken_up()
    Item.objects.update(created=datetime(2026, 5, 3, 9, tzinfo=UTC))
    state = syndication_state(page)
    assert "3. Mai 2026" in state.text
    assert state.url == "https://partner.example/gemeinsam-ausbilden/"
    assert client.get(state.document_url).json()["title"] == page.title


def test_what_was_published_a_moment_ago_will_be_taken_up():
    page = publish_example()
    assert syndication_state(page).kind == Kind.WAITING
    sweep()
    assert syndication_state(page).kind == Kind.LISTED


def test_a_draft_is_not_published_yet():
    assert syndication_state(draft()).kind == Kind.DRAFT


def test_a_page_that_was_never_saved_is_not_published_yet():
    assert syndication_state(PracticeExamplePage(title="Neu")).kind == Kind.DRAFT


def test_a_page_that_is_no_document_has_no_state():
    assert syndication_state(add_home()) is None


def test_a_draft_of_a_page_in_the_catalogue_changes_nothing():
    page = taken_up()
    page.om_syndicate = False
    page.save_revision()
    assert syndication_state(page.get_latest_revision_as_object()).kind == Kind.LISTED


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda page: page.unpublish(), "not published"),
        (lambda page: page.unpublish(set_expired=True), "expired"),
        (
            lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
            "not open to everyone",
        ),
    ],
    ids=["unpublished", "expired", "private"],
)
def test_a_withdrawn_page_says_why(change, reason):
    page = taken_up()
    change(page)
    sweep()
    page.refresh_from_db()
    with translation.override("en"):
        state = syndication_state(page)
    assert (state.kind, state.text) == (Kind.WITHDRAWN, f"withdrawn ({reason})")
    assert state.document_url == ""


def test_until_it_is_withdrawn_other_sites_still_have_it():
    page = taken_up()
    page.unpublish()
    state = syndication_state(page)
    assert state.kind == Kind.LISTED
    assert state.detail
    assert state.document_url


@pytest.mark.parametrize("chosen", [False, None], ids=["by its editor", "by the site's default"])
def test_a_page_that_stays_on_its_site_is_not_released(chosen, settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "SYNDICATE": chosen is False}
    page = publish_example(om_syndicate=chosen)
    sweep()
    assert syndication_state(page).kind == Kind.OFF


def test_a_page_that_was_always_private_is_not_released():
    PageViewRestriction.objects.create(page=home(), restriction_type="login")
    assert syndication_state(publish_example()).kind == Kind.OFF


def test_an_alias_says_that_its_original_is_passed_on():
    alias = taken_up().create_alias(parent=home(), update_slug="zweitadresse")
    assert syndication_state(alias).kind == Kind.ALIAS


def test_a_document_that_is_refused_says_why():
    page = publish_example()
    spoil(page)
    sweep()
    state = syndication_state(page)
    assert (state.kind, state.is_refused) == (Kind.WAITING, True)
    assert "licence" in state.detail


def test_a_later_version_that_is_refused_leaves_the_earlier_one_in_the_catalogue():
    page = taken_up()
    spoil(page, last_published_at=timezone.now())
    sweep()
    state = syndication_state(page)
    assert (state.kind, state.is_refused) == (Kind.LISTED, True)
    assert "licence" in state.detail


def test_a_page_type_whose_document_fails_is_still_listed(monkeypatch):
    page = publish_example()
    monkeypatch.setattr(PracticeExamplePage, "to_document", lambda page: 1 / 0)
    assert syndication_state(page).is_refused


def test_a_site_without_a_usable_address_is_named_as_the_reason(settings):
    settings.OMWAGTAIL = {}
    assert syndication_state(publish_example()).is_refused


def test_an_old_model_of_a_partner_has_a_state_too():
    page = home().add_child(instance=OldExample(title="Alt", slug="alt"))
    assert syndication_state(page).kind == Kind.WAITING
    sweep()
    assert syndication_state(page).kind == Kind.LISTED


@pytest.fixture
def every_state():
    """Practice examples, one in each state."""
    section = home().add_child(instance=Page(title="Intern", slug="intern"))
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    pages = {
        Kind.LISTED: publish_example(slug="im-katalog"),
        Kind.WITHDRAWN: publish_example(slug="zurueck"),
        Kind.OFF: publish_example(slug="nur-hier", om_syndicate=False),
        "leaving": publish_example(slug="geht"),
        "private": publish_example(section, slug="geschuetzt"),
    }
    pages[Kind.ALIAS] = pages[Kind.LISTED].create_alias(parent=home(), update_slug="alias")
    sweep()
    pages[Kind.WITHDRAWN].unpublish()
    sweep()
    pages["leaving"].unpublish()
    pages[Kind.WAITING] = publish_example(slug="bald")
    pages[Kind.DRAFT] = draft(slug="entwurf")
    return pages


def test_a_listing_filters_by_what_it_says(every_state):
    stated = {pk: state.kind for pk, state in syndication_states(every_state.values()).items()}
    assert set(stated.values()) == set(Kind)
    for kind in Kind:
        found = in_state(PracticeExamplePage.objects.all(), kind)
        assert {page.pk for page in found} == {pk for pk, one in stated.items() if one == kind}


def test_many_pages_ask_no_more_than_a_few(django_assert_max_num_queries, every_state):
    publish_network()
    few = list(every_state.values())
    with django_assert_max_num_queries(1000) as asked:
        syndication_states(few)
    more = [publish_example(slug=f"beispiel-{number}") for number in range(20)]
    sweep()
    with django_assert_max_num_queries(len(asked)):
        found = syndication_states([*few, *more])
    assert len(found) == len(few) + 20


def test_a_list_looks_for_the_reason_when_a_page_has_waited_long():
    page = publish_example()
    spoil(page)
    assert not syndication_states([page])[page.pk].is_refused
    spoil(page, last_published_at=LONG_AGO)
    assert syndication_states([page])[page.pk].is_refused


def test_the_form_of_a_page_says_what_became_of_it(editor):
    page = taken_up()
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    state = syndication_state(page)
    assert state.text in form
    assert f'href="{state.document_url}"' in form
