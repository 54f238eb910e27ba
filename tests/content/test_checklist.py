"""What a page lacks is said before it is published, with the way to the field."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission

from omwagtail.pages.models import CheckPage, DirectoryPage, NetworkPage, PracticeExamplePage
from tests.content.editing import form_data

pytestmark = pytest.mark.django_db

SUMMARY = "Vier Betriebe teilen sich eine Lehrwerkstatt, und jeder bildet wieder aus."
TEXT = "<p>So kam es.</p>"
PICTURE = {"image": None, "alt": "", "credit": "", "licence": ""}


@pytest.fixture
def image():
    file = get_test_image_file()
    return get_image_model().objects.create(title="Werkbank", file=file)


def section(kind="results", text=TEXT):
    return ("section", {"kind": kind, "heading": "Teil", "text": text, "images": []})


def fields_of(hints):
    return {hint.field for hint in hints}


COMPLETE = {
    "title": "Gemeinsam ausbilden",
    "summary": SUMMARY,
    "topics": ["skilled-labour"],
    "regions": ["DED2F"],
    "sections": [section()],
    "lessons": [("lesson", "Klein anfangen.")],
    "actors": [("actor", {"name": "Innung", "benefit": "Nachwuchs"})],
    "facts": [("fact", {"label": "Betriebe", "value": "4", "as_of": "2021"})],
    "contacts": [("contact", {"name": "Frau Offen", "public": True})],
    "period_from": "2021",
}

MISSING = {
    "a very short summary": ("summary", {"summary": "Kurz."}),
    "a very long summary": ("summary", {"summary": "Lang. " * 100}),
    "no topic": ("topics", {"topics": []}),
    "no region": ("regions", {"regions": []}),
    "no section": ("sections", {"sections": []}),
    "sections laid out only": ("sections", {"sections": [section(), section("goals", "<p></p>")]}),
    "no result": ("sections", {"sections": [section("goals")]}),
    "no lesson": ("lessons", {"lessons": []}),
    "no actor": ("actors", {"actors": []}),
    "nobody gains": ("actors", {"actors": [("actor", {"name": "Innung"})]}),
    "a figure without number": ("facts", {"facts": [("fact", {"label": "Betriebe"})]}),
    "a figure without year": ("facts", {"facts": [("fact", {"label": "Azubis", "value": "80"})]}),
    "no contact": ("contacts", {"contacts": []}),
    "no public contact": ("contacts", {"contacts": [("contact", {"name": "Herr Intern"})]}),
    "no time": ("period_from", {"period_from": ""}),
    "an event without place": ("event", {"event": [("event", {"date": "2021"})]}),
}


@pytest.mark.parametrize(("field", "values"), MISSING.values(), ids=MISSING)
def test_what_a_practice_example_lacks_is_said_once(field, values):
    hints = PracticeExamplePage(**{**COMPLETE, **values}).om_hints()
    assert sorted(hint.field for hint in hints) == sorted(["images", field])
    assert not any(hint.wrong for hint in hints)


def test_a_picture_needs_description_credit_and_licence(image):
    bare = PracticeExamplePage(**COMPLETE, images=[("picture", {**PICTURE, "image": image})])
    assert [hint.field for hint in bare.om_hints()] == ["images"] * 3
    whole = {"image": image, "alt": "Eine Werkbank", "credit": "Foto: Name", "licence": "CC0"}
    assert PracticeExamplePage(**COMPLETE, images=[("picture", whole)]).om_hints() == []


def test_pictures_of_sections_need_them_too(image):
    kind, value = section()
    told = (kind, {**value, "images": [{**PICTURE, "image": image}]})
    hints = PracticeExamplePage(**{**COMPLETE, "sections": [told]}).om_hints()
    assert [hint.field for hint in hints].count("sections") == 3


def funding(*shares):
    return {"funding": [("funding", {"kind": "fees", "share": share}) for share in shares]}


@pytest.mark.parametrize(
    ("shares", "is_told"),
    [((), True), ((60, None), True), ((60, 30), True), ((60, 40), False)],
)
def test_the_shares_of_a_networks_funding_add_up(shares, is_told):
    assert ("funding" in fields_of(NetworkPage(**funding(*shares)).om_hints())) is is_told


def test_what_a_network_lacks():
    told = fields_of(NetworkPage(title="Netzwerk").om_hints())
    assert {"founded", "goals", "members", "coordination", "funding", "regions"} <= told


@pytest.mark.parametrize("model", [PracticeExamplePage, NetworkPage, CheckPage])
def test_without_a_summary_publishing_would_be_refused(model):
    (wrong,) = [hint for hint in model(title="Idee").om_hints() if hint.wrong]
    assert wrong.field == "summary"


def test_what_other_sites_would_refuse_is_told_at_its_field():
    lessons = [("lesson", "Satz")] * 501
    page = PracticeExamplePage(**{**COMPLETE, "lessons": lessons})
    assert "lessons" in {hint.field for hint in page.om_hints() if hint.wrong}
    page.om_syndicate = False
    assert not any(hint.wrong for hint in page.om_hints())


@pytest.mark.parametrize("model", [PracticeExamplePage, NetworkPage, CheckPage, DirectoryPage])
def test_the_form_of_a_new_page_says_what_a_good_one_has(editor, home, model):
    name = model.__name__.lower()
    url = reverse("wagtailadmin_pages:add", args=["omwagtail_pages", name, home.pk])
    response = editor.get(f"{url}?start=empty")
    form = response.content.decode()
    linked = set(re.findall(r'data-om-field="(\w+)"', form))
    assert linked == fields_of(model().om_hints())
    assert all(f'data-contentpath="{field}"' in form for field in linked)


def add_page(home, **values):
    page = PracticeExamplePage(**{**COMPLETE, "slug": "seite", **values})
    return home.add_child(instance=page)


def test_the_list_follows_the_latest_draft(editor, home):
    page = add_page(home)
    page.topics = []
    page.save_revision()
    html = editor.get(reverse("om_checklist", args=[page.pk])).content.decode()
    assert 'data-om-field="topics"' in html
    assert 'data-om-field="regions"' not in html


def test_a_page_that_lacks_nothing_is_praised(editor, home, image):
    whole = {"image": image, "alt": "Eine Werkbank", "credit": "Foto: Name", "licence": "CC0"}
    page = add_page(home, images=[("picture", whole)])
    html = editor.get(reverse("om_checklist", args=[page.pk])).content.decode()
    assert "om-checklist__state--complete" in html
    assert "data-om-field" not in html


def test_only_who_may_edit_a_page_sees_its_list(client, django_user_model, home):
    page = add_page(home)
    group = Group.objects.create(name="Andere")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    elsewhere = home.add_child(instance=DirectoryPage(title="Anderswo", slug="anderswo"))
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=elsewhere, permission=change)
    user = django_user_model.objects.create_user("andere", password="secret")
    user.groups.add(group)
    client.force_login(user)
    assert client.get(reverse("om_checklist", args=[elsewhere.pk])).status_code == 200
    assert client.get(reverse("om_checklist", args=[page.pk])).status_code != 200


def test_a_page_of_another_kind_has_no_list(editor, home):
    assert editor.get(reverse("om_checklist", args=[home.pk])).status_code == 404


def test_after_a_refusal_the_list_shows_what_was_typed(editor, home):
    url = reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", "practiceexamplepage", home.pk]
    )
    data = form_data(PracticeExamplePage, title="Idee", summary="", topics=["strategy"])
    html = editor.post(url, {**data, "action-publish": "1"}).content.decode()
    assert 'data-om-field="summary"' in html
    assert 'data-om-field="topics"' not in html
