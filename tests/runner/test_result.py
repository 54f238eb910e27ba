"""The result without scripts: honest about what is open, and what leads on from it."""

import re

import pytest
from django.urls import reverse

from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.runner.definitions import body
from tests.runner.forms import parts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def check():
    return make_item("check", body=body(), topics=["strategy"], regions=["DED2"])


def page(client, item, fields, prefix="omwagtail") -> str:
    response = client.post(reverse(f"{prefix}_check_result", args=[item.key]), fields)
    assert response.status_code == 200
    return response.content.decode()


def related_titles(html: str) -> list[str]:
    part = html.partition('class="om-check-related"')[2].partition("</section>")[0]
    return re.findall(r"<a [^>]*>(.*?)</a>", part)


def test_topics_that_were_not_begun_are_named(client, check):
    html = page(client, check, {"a-z1": "much", "a-p1": "not-applicable"})
    named = parts_of(html, "not-begun")
    assert "Geld" in named
    assert "Ziele" not in named
    assert "Menschen" not in named


def test_what_is_open_leads_back_to_its_topic(client, check):
    html = page(client, check, {"a-z1": "much", "a-p1": "some"})
    leading = re.findall(r'formaction="[^"#]*(#topic-\w+)"[^>]*data-om="to-topic"(?! hidden)', html)
    assert leading == ["#topic-ziele", "#topic-geld"]


def test_table_has_the_numbers_behind_the_bars(client, check):
    html = page(client, check, {"a-z1": "much", "a-z2": "not-applicable"})
    rows = re.findall(r"<tr>(.*?)</tr>", parts_of(html, "needs-table"), re.DOTALL)
    numbers = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    assert numbers[0] == ["Ziele", "100 %", "1", "1", "0"]
    assert numbers[1] == ["Geld", "–", "0", "0", "2"]


def test_urgent_checkpoints_show_their_notes(client, check):
    html = page(client, check, {"a-z1": "much", "n-z1": "Mit <b>Anna</b>\nreden"})
    assert "Mit &lt;b&gt;Anna&lt;/b&gt;\nreden" in parts_of(html, "urgent")


def test_examples_and_networks_on_the_same_topics_stand_at_the_end(client, check):
    make_item("practice-example", title="Beispiel", topics=["strategy"])
    make_item("network", title="Netz", topics=["strategy"])
    make_item("practice-example", title="Anderes", topics=["health"])
    make_item("check", title="Check", topics=["strategy"])
    assert related_titles(page(client, check, {"a-z1": "much"})) == ["Beispiel", "Netz"]


def test_own_ones_come_first_then_those_of_the_region(client, check):
    for title, origin, regions in (
        ("fern", FOREIGN_ORIGIN, ["DEA23"]),
        ("nah", FOREIGN_ORIGIN, ["DED21"]),
        ("eigen", "https://partner.example", ["DEA23"]),
    ):
        make_item(
            "practice-example",
            origin=origin,
            title=title,
            topics=["strategy"],
            regions=regions,
            published=f"2026-0{5 - len(title) // 2}-01T00:00:00Z",
        )
    assert related_titles(page(client, check, {"a-z1": "much"})) == ["eigen", "nah"]


def test_in_a_frame_they_open_in_a_new_tab(client, check):
    make_item("practice-example", title="Beispiel", topics=["strategy"])
    html = page(client, check, {"a-z1": "much"}, "omwagtail_embed")
    part = html.partition('class="om-check-related"')[2]
    assert 'target="_blank" rel="noopener">Beispiel</a>' in part


def test_the_module_finds_them_in_the_form(client, check):
    make_item("practice-example", title="Beispiel", topics=["strategy"])
    html = client.get(reverse("omwagtail_check", args=[check.key])).content.decode()
    assert related_titles(html) == ["Beispiel"]


def test_what_is_not_shown_here_is_not_named(client, check):
    make_item("practice-example", title="Geheim", topics=["strategy"], state="pending")
    assert related_titles(page(client, check, {"a-z1": "much"})) == []
