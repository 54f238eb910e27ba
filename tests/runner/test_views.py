"""The runner's pages, asked for as a browser without scripts does."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from omwagtail.catalogue.models import ItemState
from omwagtail.runner.words import say
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db

ANSWERS = {"a-z1": "much", "a-z2": "some", "a-g1": "none", "a-p1": "not-applicable"}
LAYOUTS = pytest.mark.parametrize("prefix", ["omwagtail", "omwagtail_embed"])


@pytest.fixture
def check():
    return make_item("check", title="Betriebs-Check", body=body())


def form_url(item, prefix="omwagtail"):
    return reverse(f"{prefix}_check", args=[item.key])


def result_url(item, prefix="omwagtail"):
    return reverse(f"{prefix}_check_result", args=[item.key])


def chosen(html: str) -> dict[str, str]:
    """Name and value of all radio buttons that are chosen."""
    inputs = re.findall(r'<input type="radio" name="([^"]+)" value="([^"]+)" checked>', html)
    return dict(inputs)


def carried(html: str) -> dict[str, str]:
    """Name and value of all hidden inputs that hold an answer."""
    return dict(re.findall(r'<input type="hidden" name="(a-[^"]+)" value="([^"]+)">', html))


def in_order(html: str, *texts: str) -> bool:
    places = [html.index(text) for text in texts]
    return places == sorted(places)


@LAYOUTS
def test_form_has_a_fieldset_for_each_checkpoint(client, check, prefix):
    html = client.get(form_url(check, prefix)).content.decode()
    assert html.count("data-om-point=") == 5
    assert "Wir wissen, wohin der Betrieb soll." in html
    assert "<p>Eine halbe Seite genügt.</p>" in html


def test_form_offers_every_level_with_its_word(client, check):
    html = client.get(form_url(check)).content.decode()
    point = html.partition('id="point-z2"')[2].partition("</fieldset>")[0]
    assert re.findall(r'name="a-z2" value="([^"]+)"', point) == [
        "none",
        "some",
        "much",
        "not-applicable",
    ]
    assert in_order(point, "kein Bedarf", "Bedarf", "dringend", "trifft nicht zu")


def test_scale_without_not_applicable_does_not_offer_it(client):
    scale = body()["scale"]
    del scale["not_applicable"]
    html = client.get(form_url(make_item("check", body=body(scale=scale)))).content.decode()
    assert "not-applicable" not in html


@LAYOUTS
def test_result_names_topics_with_the_greatest_need_first(client, check, prefix):
    html = client.post(result_url(check, prefix), ANSWERS | {"a-g2": "much"}).content.decode()
    assert in_order(html, ">Ziele</h3>", ">Geld</h3>", ">Menschen</h3>")
    assert 'width="75"' in html
    assert 'width="33"' in html


def test_result_says_how_much_was_rated(client, check):
    html = client.post(result_url(check), ANSWERS).content.decode()
    with translation.override("de"):
        assert say("answered", 5, rated=3) in html
        assert say("excluded", 1) in html
        assert say("open", 1) in html


def test_result_names_the_most_urgent_checkpoint_with_its_measures(client, check):
    html = client.post(result_url(check), ANSWERS).content.decode()
    urgent = html.partition('data-om="urgent"')[2].partition("</ol>")[0]
    assert "Wir wissen, wohin der Betrieb soll." in urgent
    assert "Ziele aufschreiben" in urgent
    assert "Geschäftsführung" in urgent
    assert "Wir prüfen jedes Jahr" not in urgent


def test_result_shows_the_texts_of_its_bands(client, check):
    html = client.post(result_url(check), ANSWERS).content.decode()
    assert "<p>Ein guter Anfang.</p>" in html
    assert "<p>Nehmen Sie sich <strong>dieses Thema</strong> vor.</p>" in html


def test_result_without_any_answer_invites_to_go_back(client, check):
    html = client.post(result_url(check), {}).content.decode()
    assert re.search(r'data-om="nothing-rated">', html)
    assert "Ziele</h3>" not in html.partition('data-om="topics-part" hidden')[0]


def test_answers_travel_to_the_result_and_back_into_the_form(client, check):
    result = client.post(result_url(check), ANSWERS).content.decode()
    assert carried(result) == ANSWERS
    form = client.post(form_url(check), carried(result)).content.decode()
    assert chosen(form) == ANSWERS


@LAYOUTS
def test_asking_for_a_result_without_answers_leads_to_the_form(client, check, prefix):
    response = client.get(result_url(check, prefix))
    assert response.status_code == 302
    assert response["Location"] == form_url(check, prefix)


@LAYOUTS
def test_no_cookie_is_set(client, check, prefix):
    client.get(form_url(check, prefix))
    client.post(result_url(check, prefix), ANSWERS)
    assert not client.cookies


@LAYOUTS
def test_no_session_is_read_though_the_visitor_has_one(
    client, check, prefix, django_user_model, django_assert_max_num_queries
):
    client.force_login(django_user_model.objects.create_user("anna"))
    with django_assert_max_num_queries(20) as queries:
        client.get(form_url(check, prefix))
        client.post(result_url(check, prefix), ANSWERS)
    assert not [query for query in queries.captured_queries if "session" in query["sql"]]


@pytest.mark.django_db(transaction=True)
def test_frame_needs_a_single_query(client, check, django_assert_num_queries):
    # The sites are remembered between requests.
    client.get(form_url(check, "omwagtail_embed"))
    with django_assert_num_queries(1):
        client.post(result_url(check, "omwagtail_embed"), ANSWERS)


def test_posting_needs_no_token(check):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(result_url(check), ANSWERS).status_code == 200


@LAYOUTS
def test_answers_stay_out_of_caches_and_referrers(client, check, prefix):
    response = client.post(result_url(check, prefix), ANSWERS)
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"


def test_pages_of_the_site_cannot_be_framed(client, check):
    assert client.get(form_url(check))["X-Frame-Options"] == "DENY"
    assert client.post(result_url(check), ANSWERS)["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("state", [state for state in ItemState if state != ItemState.ACCEPTED])
@LAYOUTS
def test_check_that_is_not_accepted_is_not_found(client, prefix, state):
    item = make_item("check", body=body(), state=state, title="Geheimer Check")
    for response in (client.get(form_url(item, prefix)), client.post(result_url(item, prefix))):
        assert response.status_code == 404
        assert "<h1>" in response.content.decode()
        assert "Geheimer Check" not in response.content.decode()


@LAYOUTS
def test_expired_check_is_not_found(client, prefix):
    item = make_item("check", body=body(), expires="2026-03-02T00:00:00Z")
    assert client.get(form_url(item, prefix)).status_code == 404


@LAYOUTS
def test_unknown_key_is_not_found(client, prefix):
    assert client.get(reverse(f"{prefix}_check", args=["0" * 32])).status_code == 404


def test_document_of_another_type_is_not_found(client):
    assert client.get(form_url(make_item("network"))).status_code == 404


def test_foreign_check_is_filled_in_here(client):
    item = make_item("check", body=body(), origin=FOREIGN_ORIGIN)
    html = client.get(form_url(item)).content.decode()
    assert html.count("data-om-point=") == 5
    assert FOREIGN_ORIGIN in html


def test_foreign_check_that_may_only_be_linked_is_filled_in_at_its_origin(client):
    item = make_item("check", body=body(), origin=FOREIGN_ORIGIN, reuse="link")
    html = client.get(form_url(item)).content.decode()
    assert f'href="{item.url}"' in html
    assert "<fieldset" not in html


def test_check_without_checkpoints_says_so(client):
    html = client.get(form_url(make_item("check", body={}))).content.decode()
    assert "om-check-empty" in html
    assert "<form" not in html


def test_page_speaks_the_language_of_the_check(client, check):
    response = client.get(form_url(check), headers={"accept-language": "en"})
    assert response["Content-Language"] == "de"
    assert '<html lang="de">' in response.content.decode()


def test_check_in_an_unknown_language_is_marked_as_such(client):
    item = make_item("check", body=body(), language="dsb")
    html = client.get(form_url(item)).content.decode()
    assert '<html lang="de">' in html
    assert 'data-om-check lang="dsb"' in html


def test_hostile_texts_of_a_definition_are_harmless(client):
    hostile = body()
    hostile["sections"][0]["title"] = "</script><script>alert(1)</script>"
    hostile["sections"][0]["intro"] = "<p onclick='alert(1)'>Hallo</p><script>alert(2)</script>"
    hostile["bands"][0]["text"] = "<img src=x onerror=alert(3)>"
    item = make_item("check", body=hostile)
    for response in (client.get(form_url(item)), client.post(result_url(item), ANSWERS)):
        html = response.content.decode()
        assert "<script>alert" not in html
        assert "onclick" not in html
        assert "onerror" not in html
