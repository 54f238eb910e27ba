"""Rule 14: parked entries are tried again daily."""

from datetime import timedelta

import pytest
from django.utils import timezone

from omwagtail.documents import b64url_encode
from omwagtail.harvest.models import Offer, Source
from omwagtail.harvest.retrying import retry_parked
from tests.documents import factories
from tests.harvest.conftest import read, visible

pytestmark = pytest.mark.django_db


@pytest.fixture
def parked(publisher, source) -> Offer:
    """An entry under a key that is not the source's, so that a test can make it good."""
    publisher.offer(publisher.document(title="A"), key=factories.OTHER_KEY)
    read(source)
    return source.offers.get()


def _trust_the_other_key(source: Source) -> None:
    other = factories.OTHER_KEY
    Source.objects.update(kid=other.kid, public_key=b64url_encode(other.public))


def _a_day_later() -> None:
    Offer.objects.update(retry_due=timezone.now() - timedelta(seconds=1))


def test_rule_14_a_parked_entry_is_tried_again_after_a_day(publisher, source, parked):
    assert timedelta(hours=23) < parked.retry_due - timezone.now() <= timedelta(days=1)
    _trust_the_other_key(source)
    assert retry_parked() == 0
    _a_day_later()
    assert retry_parked() == 1
    assert visible(publisher) == {"A"}
    assert not Offer.objects.exclude(parked="").exists()


def test_rule_14_what_is_still_bad_waits_another_day(publisher, source, parked):
    _a_day_later()
    assert retry_parked() == 0
    assert source.offers.get().retry_due > timezone.now() + timedelta(hours=23)
    assert visible(publisher) == set()


def test_rule_14_a_late_success_is_not_an_offer_of_the_pass_of_today(publisher, source, parked):
    _trust_the_other_key(source)
    Source.objects.update(pass_number=7)
    _a_day_later()
    retry_parked()
    assert source.offers.get().pass_number == parked.pass_number


def test_rule_14_an_older_parked_entry_does_not_replace_what_came_later(publisher, source):
    publisher.offer_raw("junk", factories.entry(publisher.document(rev=1), 0) | {"sig": 7})
    publisher.publish(rev=2, title="newer")
    read(source)
    _a_day_later()
    retry_parked()
    assert visible(publisher) == {"newer"}


def test_nothing_is_tried_again_of_a_source_that_is_not_active(publisher, source, parked):
    _trust_the_other_key(source)
    Source.objects.update(state="paused")
    _a_day_later()
    assert retry_parked() == 0
    assert visible(publisher) == set()
