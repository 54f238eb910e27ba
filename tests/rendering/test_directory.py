"""The list of a directory: it gets its items and filters from the page type."""

import pytest
from django.template.loader import render_to_string

from tests.rendering.markup import Markup
from tests.rendering.pages import directory_context
from tests.rendering.samples import foreign_item, own_item

pytestmark = pytest.mark.django_db


def render(request, **changes) -> Markup:
    context = {**directory_context(request), **changes}
    return Markup(render_to_string("omwagtail/directory.html", context, request))


def test_own_items_lead_to_their_page_and_foreign_ones_into_the_directory(request_):
    own, foreign = own_item("network"), foreign_item()

    links = render(request_).links()

    assert links[own.url] == own.title
    assert links[f"/directory/{foreign.key}/"] == foreign.title


def test_every_entry_names_its_publisher_and_a_foreign_one_its_host(request_):
    own_item("network")
    foreign_item()

    page = render(request_)

    assert page.text.count("Handwerkskammer Musterstadt") == 2
    assert page.text.count("kammer.example") == 1


def test_the_filters_are_a_form_that_works_without_a_script(request_):
    page = render(request_)

    (form,) = page.all("form")
    assert form.attributes["method"] == "get"
    assert form.attributes["action"] == "/irgendwo/"
    assert page.all("button", type="submit")
    assert [box.attributes["name"] for box in page.all("select")] == ["type", "region"]
    assert page.all("option", value="check")[0].attributes.keys() == {"value", "selected"}
    assert page.all("option", value="network")[0].text == "Netzwerk (1)"


def test_an_active_filter_can_be_removed(request_):
    assert "?region=DED" in render(request_).links()


def test_an_empty_result_has_a_way_back(request_, english):
    page = render(request_)

    assert page.links()["/irgendwo/"] == "Show all entries"


def test_an_empty_directory_says_so(request_, english):
    assert "There is nothing here yet." in render(request_, active=[]).text


def test_other_pages_of_the_list_keep_the_filters(rf):
    request = rf.get("/irgendwo/?type=check&page=2")
    for type in ("network", "check", "practice-example", "organisation"):
        foreign_item(type)

    page = render(request, **directory_context(request, per_page=1))

    (before,) = page.all("a", rel="prev")
    (after,) = page.all("a", rel="next")
    assert before.attributes["href"] == "?type=check&page=1"
    assert after.attributes["href"] == "?type=check&page=3"


def test_hostile_filters_stay_text(request_):
    label = "<script>alert(1)</script>"
    option = {"code": '"><b>', "label": label, "count": 1, "selected": True}

    page = render(
        request_,
        filters=[{"name": "type", "label": label, "options": [option]}],
        active=[{"label": label, "remove_url": "?"}],
    )

    assert page.inline_code() == []


def test_a_long_list_costs_no_query_per_entry(rf, django_assert_max_num_queries):
    request = rf.get("/")
    foreign_item("practice-example")
    with django_assert_max_num_queries(20) as one:
        render(request)
    for type in ("check", "network", "organisation"):
        foreign_item(type)
    with django_assert_max_num_queries(len(one)):
        render(request, **directory_context(request, per_page=10))
