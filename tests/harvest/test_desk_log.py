"""The operators' logs: what persons decided, and what runs brought."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from omwagtail.harvest.models import Decision, Run, Source
from tests.harvest.conftest import item_of, read
from tests.harvest.desk import DECISIONS, ITEMS, RUNS, SOURCES, state_of, text_of

pytestmark = pytest.mark.django_db


def test_runs_are_a_list_that_nobody_changes(operator, publisher, source):
    publisher.publish()
    read(source)
    pk = Run.objects.get().pk
    assert operator.get(RUNS).status_code == 200
    before = state_of(Run)
    for path in ("create/", f"edit/{pk}/", f"delete/{pk}/"):
        operator.post(RUNS + path)
    assert state_of(Run) == before


def rows_of(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.fixture
def decisions(operator, publisher, reviewed) -> None:
    """One document rejected for a reason that looks like a formula, one accepted."""
    publisher.publish("a", rev=7, title="Titel Anton")
    publisher.publish("b", rev=7, title="Titel Berta")
    read(reviewed)
    operator.post(f"{ITEMS}reject/{item_of(publisher).pk}/", {"rev": 7, "reason": "=1+1"})
    operator.post(f"{ITEMS}accept/{item_of(publisher, 'b').pk}/", {"rev": 7})
    # What was done is said once, on the next page.
    operator.get(ITEMS)


def test_the_log_says_who_decided_what_and_why(operator, decisions):
    text = text_of(operator.get(DECISIONS))
    for said in ("Titel Anton", "Titel Berta", "rejected", "accepted", "=1+1", ">user<"):
        assert said in text


def test_the_log_is_narrowed_by_decision_person_and_words(operator, decisions):
    other = get_user_model().objects.create_user("other")
    Decision.objects.filter(kind="accepted").update(user=other)
    for query in ("?kind=accepted", f"?person={other.pk}", "?q=berta"):
        text = text_of(operator.get(DECISIONS + query))
        assert ("Titel Anton" in text, "Titel Berta" in text) == (False, True)


def test_nobody_changes_the_log(operator, decisions):
    before = state_of(Decision)
    pk = Decision.objects.first().pk
    for path in ("create/", f"edit/{pk}/", f"delete/{pk}/"):
        operator.post(DECISIONS + path)
    assert state_of(Decision) == before


def test_a_document_that_is_gone_leaves_its_line(operator, publisher, reviewed, decisions):
    item_of(publisher).delete()
    text = text_of(operator.get(DECISIONS))
    assert "no longer here" in text
    assert "Titel Anton" not in text


def test_the_log_is_downloaded_as_the_filters_show_it_and_runs_nothing(operator, decisions):
    answer = operator.get(f"{DECISIONS}?kind=rejected&export=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    heading, *rows = rows_of(answer)
    assert heading[:3] == ["When", "Who", "Decision"]
    assert [(row[1], row[2], row[3], row[-1]) for row in rows] == [
        ("user", "rejected", "Titel Anton", "'=1+1")
    ]


def test_sources_are_downloaded(operator):
    Source.objects.create(origin="https://a.example", name='=HYPERLINK("https://evil.example")')
    rows = rows_of(operator.get(f"{SOURCES}?export=csv"))
    assert rows[1][:2] == ['\'=HYPERLINK("https://evil.example")', "https://a.example"]


def test_runs_are_downloaded_and_narrowed(operator, source):
    past = timezone.now() - timedelta(days=1)
    Run.objects.create(source=source, error="The server answered with status 503.", started=past)
    Run.objects.create(source=source, added=3)
    rows = rows_of(operator.get(f"{RUNS}?result=error&export=csv"))
    assert [row[-1] for row in rows[1:]] == [
        "The site has trouble of its own at the moment (status 503)."
    ]


@pytest.mark.parametrize("kind", ["xlsx", "exe"])
def test_there_is_no_other_download(operator, source, kind):
    answer = operator.get(f"{SOURCES}?export={kind}")
    assert answer["Content-Type"].startswith("text/html")
