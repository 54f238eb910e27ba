"""Which origins there are is asked by every request, and so remembered for a moment."""

import pytest
from django.db import connection, transaction
from django.test import RequestFactory, override_settings
from wagtail.models import Site

from omwagtail.catalogue import origins
from omwagtail.catalogue.origins import origin_of_request, own_origins

OWN = "https://partner.example"
request = RequestFactory().get("/", headers={"host": "partner.example"})
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_remembered():
    with override_settings(OMWAGTAIL={"ORIGINS": {"localhost": OWN}}):
        yield


def test_they_are_read_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert origin_of_request(request) == OWN
    with django_assert_num_queries(0):
        assert origin_of_request(request) == OWN
        assert list(own_origins()) == [OWN]


def test_a_site_that_is_saved_counts_at_once():
    site = own_origins()[OWN]
    site.hostname = "anders.example"
    site.save()
    assert origin_of_request(request) is None
    another = Site.objects.create(hostname="localhost", root_page=site.root_page)
    assert origin_of_request(request) == OWN
    another.delete()
    assert origin_of_request(request) is None


def test_a_setting_that_changes_counts_at_once():
    assert origin_of_request(request) == OWN
    with override_settings(OMWAGTAIL={"ORIGINS": {"localhost": "https://neu.example"}}):
        assert list(own_origins()) == ["https://neu.example"]


def test_what_is_taken_back_in_a_transaction_is_never_remembered():
    with transaction.atomic():
        Site.objects.update(hostname="anders.example")
        assert origin_of_request(request) is None
        transaction.set_rollback(True)
    assert origin_of_request(request) == OWN


def test_what_another_process_changed_is_noticed_when_the_moment_is_over(monkeypatch):
    assert origin_of_request(request) == OWN
    Site.objects.update(hostname="anders.example")
    assert origin_of_request(request) == OWN
    now = origins.time.monotonic()
    monkeypatch.setattr(origins.time, "monotonic", lambda: now + origins.REMEMBERED)
    assert origin_of_request(request) is None


def test_nobody_gets_a_site_that_somebody_else_changed():
    own_origins()[OWN].site_name = "verändert"
    assert own_origins()[OWN].site_name == ""


def test_who_read_the_sites_before_they_changed_cannot_bring_them_back(monkeypatch):
    site, now, asked = own_origins()[OWN], origins.time.monotonic, []

    def note(execute, *query):
        asked.append(query)
        return execute(*query)

    def change_meanwhile():
        """As another thread might, after the sites were read and before they are remembered."""
        if asked:
            monkeypatch.setattr(origins.time, "monotonic", now)
            site.hostname = "anders.example"
            site.save()
        return now()

    origins._memory.forget()
    monkeypatch.setattr(origins.time, "monotonic", change_meanwhile)
    with connection.execute_wrapper(note):
        own_origins()
    assert origin_of_request(request) is None
