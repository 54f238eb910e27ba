"""Requests to join, from the post to the operator's list (rule 19)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from omwagtail.harvest.approving import approve, block, propose
from omwagtail.harvest.joining import MAX_REQUESTS, dismiss, prune, waiting_requests
from omwagtail.harvest.models import JoinRequest, Source
from omwagtail.signals import asked_to_join
from omwagtail.work import jobs

pytestmark = pytest.mark.django_db

JOIN = "/om/api/v1/join/"
ASKING = "https://kammer.example"


def ask(origin=ASKING, **headers):
    client = Client(enforce_csrf_checks=True)
    return client.post(
        JOIN,
        {"origin": origin},
        content_type="application/json",
        headers={"host": "partner.example", **headers},
    )


def waiting():
    return [request.origin for request in waiting_requests()]


def test_rule_19_a_request_waits_for_a_person():
    answer = ask()
    assert (answer.status_code, answer.json()) == (202, {"status": "accepted"})
    assert waiting() == [ASKING]
    assert not Source.objects.exists()


def test_rule_19_nothing_is_fetched_from_who_asks(publisher):
    assert ask(publisher.origin).status_code == 202
    assert waiting() == [publisher.origin]
    assert publisher.requests == []


def test_rule_19_everybody_gets_the_same_answer(source, publisher):
    answers = [ask(origin) for origin in (ASKING, ASKING, publisher.origin)]
    answers.append(ask("https://partner.example"))
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1


def test_a_site_that_asks_again_changes_nothing():
    ask()
    received = JoinRequest.objects.get().received
    ask()
    assert JoinRequest.objects.get().received == received


def test_rule_19_at_most_100_origins_are_kept():
    for number in range(MAX_REQUESTS + 5):
        asked_to_join.send(sender=None, origin=f"https://haus-{number}.example")
    assert MAX_REQUESTS == 100
    assert JoinRequest.objects.count() == 100
    assert "https://haus-0.example" in waiting()
    assert "https://haus-104.example" not in waiting()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_rule_19_also_when_many_ask_in_the_same_moment():
    for number in range(MAX_REQUESTS - 1):
        JoinRequest.objects.create(origin=f"https://haus-{number}.example")
    together = threading.Barrier(8)

    def ask_together(number):
        together.wait()
        ask(f"https://zugleich-{number}.example")
        connection.close()

    threads = [threading.Thread(target=ask_together, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert JoinRequest.objects.count() == MAX_REQUESTS


def test_own_and_known_sites_need_not_ask(publisher):
    approve(propose(publisher.origin))
    ask(publisher.origin)
    ask("https://partner.example")
    assert not JoinRequest.objects.exists()


def test_a_blocked_site_asks_in_vain(source, publisher):
    block(source)
    ask(publisher.origin)
    assert not JoinRequest.objects.exists()


def test_a_proposed_site_may_still_ask_and_its_request_ends_with_the_approval(publisher):
    source = propose(publisher.origin)
    ask(publisher.origin)
    assert waiting() == [publisher.origin]
    approve(source)
    assert waiting() == []
    assert not JoinRequest.objects.exists()


def test_what_is_decided_otherwise_does_not_wait_any_more(publisher):
    ask(publisher.origin)
    source = propose(publisher.origin)
    Source.objects.filter(pk=source.pk).update(state="blocked")
    assert waiting() == []


def test_the_newest_request_stands_first():
    ask("https://erst.example")
    ask("https://dann.example")
    assert waiting() == ["https://dann.example", "https://erst.example"]


def test_a_dismissed_site_may_ask_again():
    ask()
    dismiss(waiting_requests().get())
    assert waiting() == []
    ask()
    assert waiting() == [ASKING]


def test_a_request_that_nobody_opens_is_forgotten_after_90_days():
    ask("https://alt.example")
    ask("https://neu.example")
    before = timezone.now() - timedelta(days=91)
    JoinRequest.objects.filter(origin="https://alt.example").update(received=before)
    [job] = [job for job in jobs() if job.name == "requests"]
    assert job.run() == "1 requests to join were too old"
    assert waiting() == ["https://neu.example"]
    assert prune() is None


def test_an_address_that_is_too_long_to_be_a_source_is_not_kept():
    origin = "https://" + ".".join(["a" * 60] * 4) + ".example"
    assert ask(origin).status_code == 202
    assert not JoinRequest.objects.exists()


def test_a_site_that_takes_no_requests_says_so(settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "ACCEPT_JOINS": False}
    assert ask().status_code == 404
    assert not JoinRequest.objects.exists()
