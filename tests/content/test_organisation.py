import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from omwagtail.catalogue.capture import capture, item_of
from omwagtail.content.organisation import Organisation
from omwagtail.documents import parse_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def chamber(db):
    return Organisation.objects.create(
        name="Handwerkskammer Elbtal",
        short_name="HWK Elbtal",
        type="chamber-of-crafts",
        region="DED2",
        competences=["skilled-labour"],
        partner_since="2009",
        contacts=[
            ("contact", {"name": "Beratung", "email": "b@hwk.example", "public": True}),
            ("contact", {"name": "Intern", "public": False}),
        ],
    )


def list_url(name):
    return reverse(f"wagtailsnippets_omwagtail_organisation:{name}")


def test_only_a_sites_own_organisation_is_a_document(chamber):
    assert capture(chamber) is None
    chamber.site = Site.objects.get()
    chamber.save()
    document = parse_document(capture(chamber).doc)
    assert document.url == "https://partner.example/"
    assert document.body.competences == ["skilled-labour"]
    assert [contact.name for contact in document.body.contacts] == ["Beratung"]


def test_its_logo_is_a_picture_of_the_document(chamber):
    chamber.logo = get_image_model().objects.create(title="Logo", file=get_test_image_file())
    chamber.site = Site.objects.get()
    chamber.save()
    assert capture(chamber).data["body"]["logo"]["alt"] == "Handwerkskammer Elbtal"


def test_saving_in_the_admin_publishes_it(editor, chamber, committed):
    site = Site.objects.get()
    with committed():
        editor.post(
            reverse("wagtailsnippets_omwagtail_organisation:edit", args=[chamber.pk]),
            {
                "name": "HWK Elbtal",
                "short_name": "",
                "type": "chamber-of-crafts",
                "region": "DED2",
                "website": "",
                "logo": "",
                "partner_since": "",
                "contacts-count": "0",
                "competences": ["health", "risk"],
                "site": str(site.pk),
            },
        )
    assert item_of(chamber).data["body"]["competences"] == ["health", "risk"]


def test_the_list_says_kind_and_region_in_words(editor, chamber):
    shown = editor.get(list_url("list")).content.decode()
    assert "Handwerkskammer" in shown
    assert "Region Dresden" in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [({"type": "union"}, False), ({"type": "chamber-of-crafts"}, True), ({"q": "Elbtal"}, True)],
    ids=["another kind", "its kind", "its name"],
)
def test_the_list_can_be_searched_and_filtered(editor, chamber, query, found):
    shown = editor.get(list_url("list"), query).content.decode()
    assert ("HWK Elbtal" in shown or "Handwerkskammer Elbtal" in shown) is found


def test_an_organisation_can_be_made_while_choosing_one(editor, db):
    url = reverse("wagtailsnippetchoosers_omwagtail_organisation:create")
    answer = editor.post(
        url,
        {
            "organisation-chooser-create-form-name": "Neue Innung",
            "organisation-chooser-create-form-type": "guild",
            "name": "Neue Innung",
            "type": "guild",
        },
    )
    assert answer.status_code == 200
    assert Organisation.objects.filter(name="Neue Innung").exists(), answer.content[:2000]
