"""Pages are also published without their form: several at once, by schedule, by approval."""

import pytest
from django.urls import reverse

from omwagtail.pages.models import PracticeExamplePage

pytestmark = pytest.mark.django_db


def add_draft(home, slug, **values):
    page = PracticeExamplePage(title=f"Beispiel {slug}", slug=slug, live=False, **values)
    home.add_child(instance=page)
    page.save_revision(clean=False)
    return page


def publish_all(editor, *pages, with_branch=False):
    numbers = "&".join(f"id={page.pk}" for page in pages)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    data = {"include_descendants": "on"} if with_branch else {}
    return editor.post(f"{url}?{numbers}&next=/admin/", data, follow=True)


def test_none_is_published_while_one_is_not_ready(editor, home):
    ready, blank = add_draft(home, "fertig", summary="Kurz."), add_draft(home, "leer")
    response = publish_all(editor, ready, blank)
    (told,) = response.context["messages"]
    assert "Beispiel leer" in str(told)
    assert reverse("wagtailadmin_pages:edit", args=[blank.pk]) in str(told)
    assert not PracticeExamplePage.objects.filter(live=True).exists()


def test_pages_below_are_looked_at_as_well(editor, home):
    parent = add_draft(home, "oben", summary="Kurz.")
    add_draft(parent, "unten")
    publish_all(editor, parent, with_branch=True)
    assert not PracticeExamplePage.objects.filter(live=True).exists()


def test_what_is_ready_is_published(editor, home):
    pages = add_draft(home, "eins", summary="Kurz."), add_draft(home, "zwei", summary="Kurz.")
    publish_all(editor, *pages)
    assert PracticeExamplePage.objects.filter(live=True).count() == 2


def test_an_approved_page_without_a_summary_goes_live(editor, home, committed):
    """Nobody can be asked any more; a failing schedule would hold up all other pages."""
    page = add_draft(home, "leer")
    with committed():
        page.get_latest_revision().publish()
    page.refresh_from_db()
    assert page.live
    assert editor.get(page.url).status_code == 200
