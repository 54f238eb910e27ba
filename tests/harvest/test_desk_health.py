"""The operators' page about how the sources are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from omwagtail.harvest.health import Day
from omwagtail.harvest.models import Run, Source
from omwagtail.harvest.trend import draw_trend
from tests.harvest.desk import HEALTH, SOURCES, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources() -> None:
    now = timezone.now()
    Source.objects.create(
        origin="https://good.example", name="Good", state="active", last_success=now, interval=600
    )
    Source.objects.create(
        origin="https://ill.example",
        name="Ill",
        state="active",
        last_success=now - timedelta(days=2),
        last_error="The certificate of ill.example is not valid.",
        failures=3,
    )
    Source.objects.create(origin="https://stopped.example", name="Stopped", state="stopped")


def test_totals_come_first_and_the_worst_source_before_the_others(operator, sources):
    text = text_of(operator.get(HEALTH))
    assert "3 sources" in text
    places = [text.index(f">{name}</a>") for name in ("Stopped", "Ill", "Good")]
    assert places == sorted(places)


def test_each_source_has_its_reason_in_plain_words_and_how_late_it_is(operator, sources):
    text = text_of(operator.get(HEALTH))
    assert "The certificate of ill.example is not valid. Its operator has to renew it." in text
    assert "1 day late" in text
    assert f'href="{SOURCES}inspect/{Source.objects.get(name="Ill").pk}/"' in text


def test_a_total_narrows_the_list(operator, sources):
    text = text_of(operator.get(f"{HEALTH}?status=failing"))
    assert (">Ill</a>" in text, ">Good</a>" in text) == (True, False)
    assert ">Good</a>" in text_of(operator.get(f"{HEALTH}?status=nonsense"))


def test_the_week_is_told_in_words_beside_its_drawing(operator, sources):
    source = Source.objects.get(name="Good")
    Run.objects.create(source=source, added=3, changed=2)
    Run.objects.create(source=source, error="x")
    text = text_of(operator.get(HEALTH))
    assert "5 documents, 1 failure" in text
    assert 'aria-hidden="true"' in text[text.index('<svg class="om-trend"') :]


def test_without_sources_the_page_says_so(operator):
    assert "There is no source yet." in text_of(operator.get(HEALTH))


def test_400_sources_are_shown_in_pages_with_few_queries(operator, django_assert_max_num_queries):
    now = timezone.now()
    Source.objects.bulk_create(
        Source(
            origin=f"https://{number}.example",
            name=f"Kammer {number}",
            state="active",
            last_success=now,
        )
        for number in range(400)
    )
    operator.get(HEALTH)
    with django_assert_max_num_queries(25):
        text = text_of(operator.get(f"{HEALTH}?p=2"))
    assert text.count('class="om-trend"') == 50
    assert "400 sources" in text


def test_nothing_is_changed_here(operator, sources):
    assert operator.post(HEALTH).status_code == 405
    assert operator.get(f"{HEALTH}create/").status_code == 404


def test_the_highest_day_fills_the_drawing_and_any_document_is_seen():
    today = timezone.localdate()
    days = [
        Day(day=today, documents=count, failures=failed)
        for count, failed in ((0, 1), (1, 0), (1000, 0))
    ]
    drawing = draw_trend(days)
    assert [(bar.height, bar.failed) for bar in drawing.bars] == [
        (0, True),
        (1, False),
        (24, False),
    ]
