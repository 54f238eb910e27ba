import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from omwagtail.catalogue.capture import capture
from omwagtail.content.organisation import Organisation
from omwagtail.documents import parse_document
from omwagtail.pages.models import NetworkPage, PracticeExamplePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(home):
    university = Organisation.objects.create(
        name="TU Dresden", type="research-institute", website="https://tu-dresden.de/"
    )
    page = NetworkPage(
        title="IMPRO e. V.",
        summary="18 Betriebe.",
        founded="2000",
        goals=[("goal", "Fachkräfte gewinnen"), ("goal", " ")],
        members=[
            ("member", {"organisation": university, "role": "Partner", "since": "2005"}),
            ("member", {"name": "Schulen der Region", "type": "school"}),
            ("member", {"role": "ohne Namen"}),
        ],
        bodies=[("body", {"name": "Beirat", "text": "Berät"}), ("body", {"text": "namenlos"})],
        funding=[
            ("funding", {"kind": "voluntary-work", "share": 0}),
            ("funding", {"kind": "membership-fees", "share": 40}),
            ("funding", {"share": 60}),
        ],
    )
    return home.add_child(instance=page)


def test_a_network_becomes_a_document(network):
    body = parse_document(capture(network).doc).body
    assert body.founded == "2000"
    assert body.goals == ["Fachkräfte gewinnen"]
    assert [(part.kind, part.share) for part in body.funding] == [
        ("voluntary-work", 0),
        ("membership-fees", 40),
    ]
    assert [part.name for part in body.bodies] == ["Beirat"]


def test_members_are_chosen_or_only_named(network):
    members = capture(network).data["body"]["members"]
    assert [member["organisation"]["name"] for member in members] == [
        "TU Dresden",
        "Schulen der Region",
    ]
    # The chosen organisation says itself what it is.
    assert [member["type"] for member in members] == ["research-institute", "school"]


def test_a_deleted_organisation_leaves_the_page_readable(network):
    Organisation.objects.all().delete()
    members = NetworkPage.objects.get().to_document()["body"]["members"]
    assert [member["organisation"]["name"] for member in members] == ["Schulen der Region"]


def test_related_pages_are_named_by_origin_and_id(network, home):
    known = capture(network)
    example = PracticeExamplePage(
        title="Ein Beispiel",
        summary="Kurz.",
        related=[
            ("related", {"page": network, "relation": "network-of"}),
            ("related", {"address": known.url, "relation": "recommended-by"}),
            ("related", {"address": "https://elsewhere.example/", "relation": "recommended-by"}),
            ("related", {"relation": "network-of"}),
        ],
    )
    home.add_child(instance=example)
    related = parse_document(capture(example).doc).related
    assert [(one.id, one.relation) for one in related] == [
        (known.urn, "network-of"),
        (known.urn, "recommended-by"),
    ]


def test_a_share_above_a_hundred_is_refused():
    from django.core.exceptions import ValidationError

    from omwagtail.content.blocks import FundingBlock

    block = FundingBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"kind": "membership-fees", "share": 101}))


def test_a_long_list_of_members_takes_no_more_queries_to_open(editor, home):
    def page_of(count):
        organisations = [
            Organisation.objects.create(name=f"Betrieb {place}", type="enterprise")
            for place in range(count)
        ]
        members = [("member", {"organisation": organisation}) for organisation in organisations]
        page = NetworkPage(title=f"Mit {count}", slug=f"mit-{count}", members=members)
        home.add_child(instance=page)
        page.save_revision()
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def queries_of(url):
        """The least of several visits: now and then Wagtail tidies up in one of them."""
        counts = []
        for _ in range(4):
            with CaptureQueriesContext(connection) as queries:
                assert editor.get(url).status_code == 200
            counts.append(len(queries))
        return min(counts)

    few, many = page_of(20), page_of(200)
    assert queries_of(few) == queries_of(many)
