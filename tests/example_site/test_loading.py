"""Loading the content: the same command may run whenever it likes."""

import pytest

from example_site.loading.streams import block_id
from omwagtail.documents import document_key
from tests.example_site.loading import LoadedSite

pytestmark = pytest.mark.slow

CHECK = "checks/betriebs-check"
EXAMPLE = "praxisbeispiele/impro/"

EDIT = """
from django.contrib.auth import get_user_model
from omwagtail.pages.models import PracticeExamplePage
page = PracticeExamplePage.objects.get(slug="impro")
page.summary = "Von Hand geändert."
page.save_revision().publish()
answer = None
"""

DELETE = """
from omwagtail.pages.models import NetworkPage
NetworkPage.objects.get(slug="impro").delete()
answer = None
"""

ALLOWED = """
from django.contrib.auth import get_user_model
from wagtail.models import Site
user = get_user_model().objects.get(username="kammer")
home = Site.objects.get().root_page
example = home.get_descendants().get(slug="impro", url_path__contains="praxisbeispiele")
may = example.permissions_for_user(user)
answer = {
    "login": user.check_password("praxis"),
    "edit": may.can_edit(),
    "publish": may.can_publish(),
    "unpublish": may.can_unpublish(),
    "upload": user.has_perm("wagtailadmin.access_admin"),
    "organisations": user.has_perm("omwagtail.add_organisation"),
    "advisers": user.has_perm("omwagtail.delete_adviser"),
    "above": home.get_parent().permissions_for_user(user).can_add_subpage(),
}
"""

EDITIONS = """
from omwagtail.catalogue.models import Edition
answer = [
    [edition.number, {
        point["id"]: point["statement"]
        for section in edition.data["body"]["sections"]
        for point in section["checkpoints"]
    }]
    for edition in Edition.objects.order_by("number")
]
"""

SITE = """
from wagtail.models import Page, Site
site = Site.objects.get()
answer = [site.root_url, site.site_name, site.root_page.title, Page.objects.filter(depth=2).count()]
"""


ADVISERS = """
from wagtail.models import Site
from omwagtail.runner.advisers import advisers_for
found = advisers_for(Site.objects.get(), topics=["health"], region="DED2F")
answer = [[one.name, str(one.organisation)] for one in found]
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> LoadedSite:
    """The chamber's site, loaded once; a test leaves behind only what it changed."""
    site = LoadedSite(tmp_path_factory.mktemp("loading"))
    site.written = site.load()
    return site


def test_the_first_run_writes_all_pieces_of_the_site(site: LoadedSite) -> None:
    assert sorted(site.written) == [
        "checks/betriebs-check.yaml",
        "networks/impro.yaml",
        "practice-examples/impro.yaml",
        "practice-examples/praezisionsmechanik.yaml",
    ]


def test_a_second_run_changes_nothing(site: LoadedSite) -> None:
    before = site.documents()
    assert site.load() == []
    assert site.documents() == before


def test_the_site_answers_at_its_address_and_the_welcome_page_is_gone(site: LoadedSite) -> None:
    assert site.ask(SITE) == [
        "http://127.0.0.1:8001",
        "Handwerkskammer Elbtal",
        "Startseite",
        1,
    ]


def test_pieces_refer_to_each_other_whatever_order_they_were_loaded_in(site: LoadedSite) -> None:
    documents = site.documents()
    example, network = documents[EXAMPLE], documents["netzwerke/impro/"]
    check = documents[f"{CHECK}/"]
    assert [entry["id"] for entry in example["related"]] == [network["id"], check["id"]]
    assert example["id"] in [entry["id"] for entry in network["related"]]


def test_ids_of_a_check_come_from_the_ids_in_its_file(site: LoadedSite) -> None:
    [topic, *_] = site.documents()[f"{CHECK}/"]["body"]["sections"]
    assert topic["id"] == block_id("ziele")
    assert topic["checkpoints"][0]["id"] == block_id("ziele-1")
    assert topic["checkpoints"][0]["suggested_measures"][0]["id"] == block_id("ziele-1-a")


def test_what_is_not_public_stays_in_the_file(site: LoadedSite) -> None:
    contacts = site.documents()[EXAMPLE]["contacts"]
    assert [contact["email"] for contact in contacts] == ["praxisbeispiele@hwk-elbtal.example"]


def test_advisers_stand_beside_the_results_of_the_site(site: LoadedSite) -> None:
    chamber = "Handwerkskammer Elbtal"
    assert site.ask(ADVISERS) == [["Miriam Probe", chamber], ["Betriebsberatung", chamber]]


def test_editors_may_publish_below_the_front_page_and_nothing_above(site: LoadedSite) -> None:
    allowed = site.ask(ALLOWED)
    assert allowed.pop("above") is False
    assert all(allowed.values()), allowed


def test_an_editors_change_stays_until_the_file_changes(site: LoadedSite) -> None:
    site.ask(EDIT)
    assert site.load() == []
    assert site.documents()[EXAMPLE]["summary"] == "Von Hand geändert."

    site.change("practice-examples/impro.yaml", "Wettbewerber ziehen an", "Konkurrenten ziehen an")
    earlier = site.documents()[EXAMPLE]
    assert site.load() == ["practice-examples/impro.yaml"]
    document = site.documents()[EXAMPLE]
    assert document["title"] == "IMPRO e. V.: Konkurrenten ziehen an einem Strang"
    assert document["summary"] != "Von Hand geändert."
    assert document["rev"] > earlier["rev"]
    assert document_key(document["origin"], document["id"]) == document_key(
        earlier["origin"], earlier["id"]
    )


def test_a_deleted_page_stays_deleted_until_its_file_changes(site: LoadedSite) -> None:
    site.ask(DELETE)
    assert site.load() == []
    assert "netzwerke/impro/" not in site.documents()

    site.change("networks/impro.yaml", "title: IMPRO e. V.", "title: Der IMPRO e. V.")
    assert site.load() == ["networks/impro.yaml"]
    assert site.documents()["netzwerke/impro/"]["title"] == "Der IMPRO e. V."


def test_a_piece_that_a_form_would_refuse_is_named_and_nothing_is_written(
    site: LoadedSite,
) -> None:
    before = site.documents()
    site.change(
        "practice-examples/praezisionsmechanik.yaml",
        "slug: fachkraeftenetzwerk",
        "slug: neu-fachkraeftenetzwerk",
    )
    site.change("networks/impro.yaml", "topics: [skilled-labour", "topics: [no-such-topic")
    with pytest.raises(AssertionError, match=r"networks/impro\.yaml.*no-such-topic"):
        site.load()
    assert site.documents() == before


def test_the_check_has_an_earlier_edition_to_show(site: LoadedSite) -> None:
    (first, before), (second, now) = site.ask(EDITIONS)
    assert (first, second) == (1, 2)
    assert len(now.keys() - before.keys()) == 1
    assert [id for id in before if before[id] != now[id]] == [block_id("ziele-1")]
