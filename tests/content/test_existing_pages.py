"""Pages that are older than this package: docs/how-to/share-existing-pages.md, tried out."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from omwagtail.catalogue.capture import item_of
from omwagtail.documents import parse_document
from omwagtail.pages.models import DirectoryPage
from tests.catalogue.test_pictures import make_image
from tests.pages_for_tests import publish_network
from tests.testapp.models import OldExample

pytestmark = pytest.mark.django_db

HOST = {"host": "partner.example"}


@pytest.fixture
def old(home):
    """A page that was published before anybody thought of a catalogue: nothing was captured."""
    page = OldExample(
        title="Von 2014",
        intro="Drei Betriebe, eine Werkstatt.",
        body=f'<p>Noch <b>wahr</b>.</p><p><a linktype="page" id="{home.pk}">Start</a></p>',
        photo=make_image(),
        district="DED2F",
    )
    return home.add_child(instance=page)


def sweep():
    """What ``om_sweep`` prints, and what it complains about."""
    printed, complaints = StringIO(), StringIO()
    call_command("om_sweep", stdout=printed, stderr=complaints)
    return printed.getvalue().strip(), complaints.getvalue().strip()


def test_what_was_published_before_is_brought_in_by_a_sweep(old):
    assert item_of(old) is None
    assert sweep() == ("1 looked at, 1 repaired, 0 withdrawn (1 new)", "")
    document = parse_document(item_of(old).doc)
    assert (document.title, document.summary) == ("Von 2014", "Drei Betriebe, eine Werkstatt.")
    assert document.regions == ["DED2F"]
    assert document.images[0].alt == "Von 2014"
    assert document.url == f"https://partner.example{old.url}"
    html = document.body.sections[0].html
    assert "<strong>wahr</strong>" in html
    assert 'href="https://partner.example/start/"' in html


def test_everyone_finds_it_and_the_page_keeps_its_own_template(old, home, client):
    directory = home.add_child(instance=DirectoryPage(title="Verzeichnis", slug="verzeichnis"))
    sweep()
    for address in ("/om/api/v1/changes/", "/om/api/v1/practice-examples/"):
        assert "Von 2014" in client.get(address, headers=HOST).content.decode()
    listed = client.get(directory.url).content.decode()
    assert "Von 2014" in listed
    assert old.url in listed
    page = client.get(old.url).content.decode()
    assert '<article class="old">' in page
    assert "om-document" not in page


def test_publishing_again_is_enough_from_now_on(old, committed):
    sweep()
    old.intro = "Vier Betriebe."
    with committed():
        old.save_revision().publish()
    assert item_of(old).summary == "Vier Betriebe."


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda page: page.unpublish(), "unpublished"),
        (
            lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
            "restricted",
        ),
    ],
    ids=["unpublished", "restricted"],
)
def test_what_is_no_longer_public_is_withdrawn(old, committed, change, reason):
    sweep()
    with committed():
        change(old)
    assert (item_of(old).state, item_of(old).reason) == ("withdrawn", reason)


def test_drafts_and_private_pages_stay_out(old):
    PageViewRestriction.objects.create(page=old, restriction_type="login")
    sweep()
    assert item_of(old) is None


def raising(page):
    return {"title": page.title, "regions": page.districts}


@pytest.mark.parametrize(
    ("to_document", "said"),
    [
        (raising, "AttributeError: 'OldExample' object has no attribute 'districts'"),
        (lambda page: None, "to_document() must return a dict, and returned a NoneType"),
        (lambda page: {"summary": "Ohne Titel."}, "title"),
        (lambda page: {"title": "Da", "summary": 7}, "summary"),
        (lambda page: {"title": "Da", "topics": 7}, "topics"),
        (lambda page: {"title": "Da", "body": "Text"}, "body"),
        (lambda page: {"title": "Da", "body": {"sections": ["Text"]}}, "sections"),
        (lambda page: {"title": "Da", "body": {"period": datetime.date(2014, 1, 1)}}, "date"),
    ],
    ids=[
        "raises",
        "nothing",
        "no title",
        "a figure as summary",
        "a figure as topics",
        "text as body",
        "text as section",
        "a date",
    ],
)
def test_a_wrong_document_is_named_and_stops_nothing_else(
    old, home, monkeypatch, caplog, to_document, said
):
    monkeypatch.setattr(OldExample, "to_document", to_document)
    network = publish_network(home)
    printed, complaints = sweep()
    assert printed == "2 looked at, 1 repaired, 0 withdrawn (1 new), 1 failed"
    assert f"OldExample {old.pk} “Von 2014” stays as it was: " in complaints
    assert said in complaints
    assert complaints in caplog.text
    assert item_of(old) is None
    assert item_of(network).state == "accepted"


def test_a_wrong_document_does_not_take_back_what_is_published(old, monkeypatch, committed):
    sweep()
    before = item_of(old)
    monkeypatch.setattr(OldExample, "to_document", raising)
    old.intro = "Neu."
    with committed():
        old.save_revision().publish()
    sweep()
    assert item_of(old).rev == before.rev
