import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
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


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"region": "DED2"}, True),
        ({"has_site": "true"}, False),
        ({"has_site": "false"}, True),
    ],
    ids=["its region", "publishes a site", "publishes none"],
)
def test_the_list_can_be_filtered_by_region_and_site(editor, chamber, query, found):
    shown = editor.get(list_url("list"), query).content.decode()
    assert ("Handwerkskammer Elbtal" in shown) is found


CHOOSER = "wagtailsnippetchoosers_omwagtail_organisation"


def make_while_choosing(editor, **values):
    prefix = "organisation-chooser-create-form-"
    data = {"name": "", "short_name": "", "type": "", "region": "", "website": "", **values}
    data |= {prefix + name: value for name, value in data.items()}
    return editor.post(reverse(f"{CHOOSER}:create"), data)


def test_the_chooser_tells_similar_organisations_apart(editor, chamber):
    for view in ("choose", "choose_results"):
        shown = editor.get(reverse(f"{CHOOSER}:{view}")).content.decode()
        assert "Handwerkskammer Elbtal" in shown
        assert "Region Dresden" in shown


@pytest.mark.parametrize(
    ("values", "made"),
    [
        ({"name": "handwerkskammer elbtal", "region": "DED2"}, False),
        ({"name": "Handwerkskammer Elbtal"}, False),
        ({"name": "Handwerkskammer Elbtal", "region": "DE9"}, True),
    ],
    ids=["same name and region", "same name, no region", "another region"],
)
def test_an_organisation_is_not_made_twice_while_choosing(editor, chamber, values, made):
    answer = make_while_choosing(editor, **values)
    assert (Organisation.objects.count() == 2) is made
    told = values["name"] in answer.content.decode() and not made
    assert told or made


def test_who_may_not_add_organisations_is_not_offered_to(client, chamber):
    user = get_user_model().objects.create_user("reader", "r@example.org", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    html = client.get(reverse(f"{CHOOSER}:choose")).json()["html"]
    assert "Handwerkskammer Elbtal" in html
    assert reverse(f"{CHOOSER}:create") not in html
    make_while_choosing(client, name="Heimlich")
    assert not Organisation.objects.filter(name="Heimlich").exists()


def test_a_second_organisation_of_a_site_is_refused_with_the_name_of_the_first(editor, chamber):
    chamber.site = Site.objects.get()
    chamber.save()
    answer = editor.post(
        list_url("add"), {"name": "Zweite", "site": chamber.site.pk, "contacts-count": "0"}
    )
    [error] = answer.context["form"].errors["site"]
    assert "“Handwerkskammer Elbtal”" in error or "„Handwerkskammer Elbtal“" in error
    assert not Organisation.objects.filter(name="Zweite").exists()
