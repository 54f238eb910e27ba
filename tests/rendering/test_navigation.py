"""Menu and breadcrumb of our own page shell."""

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from omwagtail.rendering.navigation import breadcrumb, menu

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Site.objects.get(is_default_site=True).root_page


def add(parent, title, **fields):
    return parent.add_child(instance=Page(title=title, **{"show_in_menus": True, **fields}))


def test_the_menu_holds_public_pages_that_were_chosen_for_it(request_, home):
    add(home, "Checks")
    add(home, "Nicht gewählt", show_in_menus=False)
    add(home, "Entwurf", live=False)
    private = add(home, "Intern")
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    assert [step.title for step in menu(request_)] == ["Checks"]


def test_the_menu_marks_where_the_reader_is(request_, home):
    checks, networks = add(home, "Checks"), add(home, "Netzwerke")
    below = add(networks, "IMPRO")

    assert [step.is_current for step in menu(request_, below)] == [False, True]
    assert [step.is_current for step in menu(request_, checks)] == [True, False]


def test_the_breadcrumb_leads_from_the_home_page_down(request_, home):
    page = add(add(home, "Netzwerke"), "IMPRO")

    steps = breadcrumb(request_, page, include_page=False)

    assert [step.title for step in steps] == [home.title, "Netzwerke"]
    assert [step.url for step in steps] == ["/", "/netzwerke/"]


def test_the_breadcrumb_of_a_page_that_was_asked_for_costs_no_query(
    request_, home, django_assert_num_queries
):
    add(add(add(home, "Netzwerke"), "IMPRO"), "Beirat")
    page = Page.route_for_request(request_, "netzwerke/impro/beirat/").page
    # Wagtail remembers where sites begin.
    assert page.get_url(request_)

    with django_assert_num_queries(0):
        steps = breadcrumb(request_, page, include_page=False)

    assert [step.title for step in steps] == [home.title, "Netzwerke", "IMPRO"]


def test_the_breadcrumb_leaves_out_what_is_no_longer_published(request_, home):
    page = add(add(home, "Netzwerke", live=False), "IMPRO")

    steps = breadcrumb(request_, page, include_page=False)

    assert [step.title for step in steps] == [home.title]


def test_below_a_directory_the_directory_is_a_step(request_, home):
    directory = add(home, "Alle Beiträge")

    steps = breadcrumb(request_, directory, include_page=True)

    assert [step.title for step in steps] == [home.title, "Alle Beiträge"]


def test_a_draft_that_stands_nowhere_has_no_breadcrumb(request_):
    assert breadcrumb(request_, Page(title="Entwurf"), include_page=False) == []


def test_without_a_request_there_is_nothing_to_lead_to():
    assert menu(None) == []
    assert breadcrumb(None, None, include_page=False) == []
