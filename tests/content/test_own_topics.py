"""Topics that a site adds by a setting: in forms, documents, lists and the API."""

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings
from django.urls import reverse
from django.utils import translation

from omwagtail.catalogue.capture import capture, item_of
from omwagtail.catalogue.sweeping import sweep
from omwagtail.content.choices import option_groups
from omwagtail.content.fields import CodesField
from omwagtail.content.organisation import Organisation
from omwagtail.pages.models import DirectoryPage, PracticeExamplePage
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.content.editing import form_data
from tests.pages_for_tests import publish_example

ENERGY = {"x-energy": {"de": "Energie", "en": "Energy"}, "x-heirs": "Nachfolge"}


def own_topics(topics):
    return override_settings(OMWAGTAIL={**django_settings.OMWAGTAIL, "TOPICS": topics})


@pytest.fixture
def energy():
    with own_topics(ENERGY):
        yield


def document_of(page):
    return item_of(page).data


class TestForms:
    def test_own_topics_are_offered_last_in_a_group_of_their_own(self, energy):
        with translation.override("en"):
            groups = option_groups("topics")
        assert groups[-1][1] == [("x-energy", "Energy"), ("x-heirs", "Nachfolge")]
        assert [heading for heading, _ in groups[:-1]] == [""]
        assert groups[-1][0]

    def test_without_any_there_is_no_such_group(self):
        assert [heading for heading, _ in option_groups("topics")] == [""]

    def test_migrations_never_see_them(self, energy):
        assert "x-energy" not in str(CodesField(vocabulary="topics").deconstruct())

    @pytest.mark.django_db
    def test_an_editor_publishes_with_one(self, editor, home, energy):
        response = post_page(editor, home, topics=["health", "x-energy"])
        assert response.status_code == 302
        assert PracticeExamplePage.objects.get().topics == ["health", "x-energy"]


def post_page(editor, home, **values):
    url = reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", "practiceexamplepage", home.pk]
    )
    data = form_data(PracticeExamplePage, title="Strom sparen", summary="Kurz.", **values)
    return editor.post(url, {**data, "action-publish": "1"})


@pytest.mark.django_db
class TestDocuments:
    def test_an_own_topic_travels_with_its_label_in_the_documents_language(self, energy):
        page = publish_example(topics=["health", "x-energy"])
        with translation.override("en"):
            capture(page)
        assert document_of(page)["topics"] == [
            "health",
            {"code": "x-energy", "label": "Energie"},
        ]

    def test_so_it_does_among_the_competences_of_the_sites_organisation(self, energy):
        site = publish_example().get_site()
        organisation = Organisation.objects.create(
            name="Kammer", site=site, competences=["x-heirs", "risk"]
        )
        capture(organisation)
        competences = document_of(organisation)["body"]["competences"]
        assert competences == [{"code": "x-heirs", "label": "Nachfolge"}, "risk"]

    def test_readers_see_the_label(self, client, energy):
        page = publish_example(topics=["x-energy"])
        capture(page)
        assert ">Energie</dd>" in client.get(page.url).content.decode()

    def test_a_changed_label_is_picked_up_by_the_sweep(self, energy):
        page = publish_example(topics=["x-energy"])
        sweep()
        assert sweep().repaired == 0
        with own_topics({"x-energy": "Strom und Wärme"}):
            assert sweep().repaired == 1
            [topic] = document_of(page)["topics"]
        assert topic["label"] == "Strom und Wärme"

    def test_other_pages_are_not_published_anew_for_it(self, energy):
        page = publish_example(topics=["health"])
        sweep()
        before = item_of(page).rev
        with own_topics({"x-energy": "Strom und Wärme"}):
            sweep()
        assert item_of(page).rev == before


@pytest.mark.django_db
class TestRemovedTopics:
    def test_a_page_that_carries_one_can_be_saved_and_says_so(self, editor, home):
        with own_topics(ENERGY):
            post_page(editor, home, topics=["x-energy"])
        page = PracticeExamplePage.objects.get()
        form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert "x-energy (nicht mehr in der Liste)" in form or "no longer in the list" in form
        assert "x-energy" in " ".join(hint.text for hint in page.om_hints())

        page.summary = "Neu gesagt."
        page.save_revision().publish()
        page.refresh_from_db()
        assert (page.summary, page.topics) == ("Neu gesagt.", ["x-energy"])

    def test_it_leaves_the_document_with_the_next_sweep(self):
        with own_topics(ENERGY):
            page = publish_example(topics=["x-energy", "health"])
            sweep()
        sweep()
        assert document_of(page)["topics"] == ["health"]
        with own_topics(ENERGY):
            sweep()
            assert len(document_of(page)["topics"]) == 2


@pytest.mark.django_db
class TestLists:
    def test_the_api_lists_and_finds_them(self, client, energy):
        page = publish_example(topics=["x-energy"])
        capture(page)
        listed = client.get("/om/api/v1/vocabularies/topics/", headers={"host": "partner.example"})
        terms = {term["code"]: term["labels"] for term in listed.json()["terms"]}
        assert terms["x-heirs"] == {"de": "Nachfolge", "en": "Nachfolge"}
        found = client.get("/om/api/v1/items/?topic=x-energy", headers={"host": "partner.example"})
        assert found.json()["count"] == 1

    def test_a_directory_names_other_sites_own_topics_as_their_documents_do(self, client, home):
        topic = {"code": "x-nord-tides", "label": "Ebbe und Flut"}
        make_item(origin=FOREIGN_ORIGIN, topics=[topic])
        directory = home.add_child(instance=DirectoryPage(title="Alles", slug="alles"))
        response = client.get(directory.url + "?topic=x-nord-tides")
        html = response.content.decode()
        assert "Ebbe und Flut (1)" in html
        assert html.count("Ebbe und Flut") >= 2
        assert response.context_data["total"] == 1

    def test_one_code_of_two_partners_is_one_filter_under_this_sites_label(
        self, client, home, energy
    ):
        make_item(origin=FOREIGN_ORIGIN, topics=[{"code": "x-energy", "label": "Kraftwerke"}])
        make_item(origin="https://b.example", topics=[{"code": "x-energy", "label": "Heizen"}])
        directory = home.add_child(instance=DirectoryPage(title="Alles", slug="alles"))
        assert "Energie (2)" in client.get(directory.url).content.decode()


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ({"energy": "Energie"}, "must begin with 'x-'"),
        ({"health": "Gesundheit"}, "must begin with 'x-'"),
        ({7: "Energie"}, "must begin with 'x-'"),
        ({"x-en ergy": "Energie"}, "x-en ergy"),
        ({"x-" + "e" * 80: "Energie"}, "x-eee"),
        ({"x-energy": ""}, "label"),
        ({"x-energy": {}}, "label"),
        ({"x-energy": {"de": None}}, "label"),
        ({"x-energy": "E" * 400}, "x-energy"),
        (["x-energy"], "dict"),
    ],
)
def test_a_wrong_topic_is_a_system_check_and_is_not_offered(topics, said):
    with own_topics(topics):
        with pytest.raises(SystemCheckError) as error:
            call_command("check")
        assert "omwagtail.E005" in str(error.value)
        assert said in str(error.value)
        assert len(option_groups("topics")) == 1
