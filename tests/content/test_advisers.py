"""Advisers in the admin: who may see, find, write and delete them."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry, Site

from omwagtail.models import Adviser
from tests.pages_for_tests import second_site

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"wagtailsnippets_omwagtail_adviser:{name}", args=args)


def filled(**values):
    blank = {"name": "", "role": "", "organisation": "", "email": "", "phone": ""}
    return {**blank, "sort_order": "0", **values}


@pytest.fixture
def kim(db):
    return Adviser.objects.create(
        name="Kim Beispiel",
        role="Gesundheit",
        email="kim@kammer.example",
        regions=["DED2"],
        topics=["health"],
    )


def shown_in_list(editor, **query):
    return {one.name for one in editor.get(url("list"), query).context["object_list"]}


def test_an_entry_is_written_and_stays_hidden_until_it_is_released(editor):
    values = filled(name="Kim", phone="0351 1", regions=["DED2", "DE9"], topics=["health"])
    assert editor.post(url("add"), values).status_code == 302
    adviser = Adviser.objects.get()
    assert (adviser.regions, adviser.topics, adviser.public) == (["DED2", "DE9"], ["health"], False)
    editor.post(url("edit", adviser.pk), {**values, "public": "on"})
    adviser.refresh_from_db()
    assert adviser.public


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"phone": ""}, "email"),
        ({"email": '"a.b"@kammer.example'}, "email"),
        ({"regions": ["DED99"]}, "regions"),
        ({"topics": ["football"]}, "topics"),
        ({"name": ""}, "name"),
    ],
    ids=["unreachable", "odd e-mail", "unknown region", "unknown topic", "nameless"],
)
def test_what_is_wrong_is_refused_at_its_field(editor, values, field):
    answer = editor.post(url("add"), filled(name="Kim", phone="1") | values)
    assert list(answer.context["form"].errors) == [field]
    assert not Adviser.objects.exists()


def test_the_site_is_asked_for_only_where_there_are_several(editor):
    assert "site" not in editor.get(url("add")).context["form"].fields
    second_site()
    assert "site" in editor.get(url("add")).context["form"].fields
    other = Site.objects.get(hostname="zweite.example")
    editor.post(url("add"), filled(name="Kim", phone="1", site=other.pk))
    assert Adviser.objects.get().site == other


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "Beispiel"}, True),
        ({"q": "gesundheit"}, True),
        ({"q": "Innung"}, False),
        ({"region": "DED2"}, True),
        ({"region": "DE9"}, False),
        ({"topic": "health"}, True),
        ({"topic": "risk"}, False),
        ({"public": "false"}, True),
        ({"public": "true"}, False),
    ],
    ids=lambda value: str(value),
)
def test_the_list_is_searched_and_narrowed_down(editor, kim, query, found):
    Adviser.objects.create(name="Zoe", phone="1", regions=["DE9"], topics=["risk"], public=True)
    assert ("Kim Beispiel" in shown_in_list(editor, **query)) is found


def test_a_region_finds_also_those_who_serve_what_it_lies_in(editor, kim):
    Adviser.objects.create(name="Zoe", phone="1", regions=["DED2F"])
    Adviser.objects.create(name="Everywhere", phone="1")
    assert shown_in_list(editor, region="DED2F") == {"Kim Beispiel", "Zoe", "Everywhere"}
    assert shown_in_list(editor, region="DED2") == {"Kim Beispiel", "Everywhere"}


def test_the_list_says_regions_and_topics_in_words(editor, kim):
    shown = editor.get(url("list")).content.decode()
    assert "Region Dresden" in shown
    assert "DED2<" not in shown


@pytest.fixture
def keeper(client, django_user_model):
    """`keeper(*permissions)`: the browser of somebody who may do only this with advisers."""

    def keeper(*actions):
        group = Group.objects.create(name="Beratung")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for action in actions:
            group.permissions.add(Permission.objects.get(codename=f"{action}_adviser"))
        user = django_user_model.objects.create_user("keeper", "k@example.org", "secret")
        user.groups.add(group)
        client.force_login(user)
        return client

    return keeper


def test_who_may_do_nothing_with_advisers_sees_none(keeper, kim):
    client = keeper()
    assert client.get(url("list")).status_code == 302
    assert url("list") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_who_may_write_advisers_finds_them_in_the_menu_and_may_not_delete(keeper, kim):
    client = keeper("add", "change")
    assert "Kim Beispiel" in shown_in_list(client)
    assert client.get(url("add")).status_code == 200
    client.post(url("delete", kim.pk))
    assert Adviser.objects.filter(pk=kim.pk).exists()


def test_a_deleted_adviser_leaves_no_name_behind(editor, kim):
    editor.post(url("edit", kim.pk), filled(name="Kim Beispiel", phone="1"))
    editor.post(url("delete", kim.pk))
    assert not Adviser.objects.exists()
    entries = ModelLogEntry.objects.values_list("action", "label")
    assert {action for action, _ in entries} == {"wagtail.edit", "wagtail.delete"}
    assert not any("Kim" in label for _, label in entries)


def test_several_are_deleted_at_once_without_a_trace(editor, kim):
    editor.post(url("edit", kim.pk), filled(name="Kim Beispiel", phone="1"))
    bulk = reverse("wagtail_bulk_action", args=["omwagtail", "adviser", "delete"])
    editor.post(f"{bulk}?id={kim.pk}")
    assert not Adviser.objects.exists()
    assert not ModelLogEntry.objects.filter(label__contains="Kim").exists()
