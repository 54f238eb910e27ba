"""The self-declaration without scripts: when it can be printed, and what it says."""

import re

import pytest
from django.urls import reverse

from omwagtail.questionnaires import fingerprint
from tests.catalogue.factories import make_item
from tests.runner.definitions import body
from tests.runner.forms import fields_of, parts_of

pytestmark = pytest.mark.django_db

RULES = [
    {"rule": "sections", "count": 1},
    {"rule": "measures", "count": 2, "columns": ["who"]},
]
ONE_TOPIC = {"a-p1": "some"}
TWO_MEASURES = {
    "m-0-text": "Eins",
    "m-0-who": "Anna",
    "m-0-done": "on",
    "m-1-text": "Zwei",
    "m-1-who": "Bert",
}


@pytest.fixture
def check():
    return make_item("check", title="Betriebs-Check", body=body(completion=RULES))


def page(client, item, fields, name="declaration", prefix="omwagtail") -> str:
    response = client.post(reverse(f"{prefix}_check_{name}", args=[item.key]), fields)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    return response.content.decode()


def is_hidden(html: str, name: str) -> bool:
    return bool(re.search(rf'data-om="{name}"[^>]* hidden', html))


@pytest.mark.parametrize("name", ["result", "plan"])
def test_result_and_plan_say_what_is_missing(client, check, name):
    html = page(client, check, {"a-p1": "some", "m-0-text": "Eins", "m-0-who": "Anna"}, name)
    (sentence,) = re.findall(r"<li>(.*?)</li>", parts_of(html, "missing"))
    assert "1" in sentence
    assert is_hidden(html, "met")


@pytest.mark.parametrize("name", ["result", "plan"])
def test_result_and_plan_lead_to_the_declaration_once_nothing_is_missing(client, check, name):
    html = page(client, check, ONE_TOPIC | TWO_MEASURES, name)
    assert not is_hidden(html, "met")
    assert reverse("omwagtail_check_declaration", args=[check.key]) in parts_of(html, "met")


def test_open_topics_are_named(client):
    item = make_item("check", body=body(completion=[{"rule": "all-sections"}]))
    missing = parts_of(page(client, item, ONE_TOPIC, "plan"), "missing")
    assert "Ziele, Geld" in missing
    assert "Menschen" not in missing


@pytest.mark.parametrize("name", ["result", "plan"])
def test_check_without_rules_has_no_declaration(client, name):
    item = make_item("check", body=body())
    html = page(client, item, ONE_TOPIC | TWO_MEASURES, name)
    assert 'data-om="completion"' not in html
    assert is_hidden(page(client, item, ONE_TOPIC | TWO_MEASURES), "declared")


def test_declaration_before_its_time_says_what_is_missing(client, check):
    html = page(client, check, ONE_TOPIC)
    assert is_hidden(html, "declared")
    assert not is_hidden(html, "not-declared")
    assert "<li>" in parts_of(html, "missing")


@pytest.mark.parametrize("prefix", ["omwagtail", "omwagtail_embed"])
def test_declaration_names_check_edition_and_what_was_done(client, check, prefix):
    html = page(client, check, ONE_TOPIC | TWO_MEASURES, prefix=prefix)
    declared = parts_of(html, "declared")
    mark = fingerprint(body(completion=RULES))
    assert "Betriebs-Check (Beispiel 1)" in declared
    assert mark in declared
    assert f" {mark[:12]}<" in declared.replace("\n", "<")
    assert re.findall(r"<li>(.*?)</li>", parts_of(declared, "topics")) == ["Menschen"]
    assert re.findall(r"<li>(.*?)</li>", parts_of(declared, "measures")) == ["Eins", "Zwei"]


def test_declaration_claims_no_examination(client, check):
    html = page(client, check, ONE_TOPIC | TWO_MEASURES).lower()
    assert "zertifi" not in html
    assert "certifi" not in html


def test_name_of_the_enterprise_and_everything_else_is_carried_on(client, check):
    given = ONE_TOPIC | TWO_MEASURES | {"name": "Tischlerei Weber", "n-p1": "Notiz"}
    html = page(client, check, given)
    fields = fields_of(parts_of(html, "declared")) | fields_of(html)
    assert given.items() <= fields.items()
    assert 'data-value="Tischlerei Weber"' in html
