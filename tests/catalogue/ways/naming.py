"""What a document names: pages, organisations, its publisher."""

from wagtail.models import (
    Page,
    PageViewRestriction,
)

from omwagtail.catalogue.capture import item_of
from omwagtail.content.organisation import Organisation
from omwagtail.pages.models import CheckPage
from tests.catalogue.ways.base import ORIGIN, data, section, silent, way
from tests.pages_for_tests import home, publish_example, publish_network, second_site


def naming(network: Page) -> Page:
    return publish_example(
        related=[("related", {"page": network, "address": "", "relation": "network-of"})]
    )


def linking(target: Page) -> Page:
    text = f'<p><a linktype="page" id="{target.pk}">Mehr</a></p>'
    return publish_example(sections=[("section", {"kind": "approach", "text": text})])


def link_in(page: Page) -> str:
    return data(page)["body"]["sections"][0]["html"]


@way
def a_related_page_goes_and_comes(admin):
    page = naming(network := publish_network())
    yield
    network.unpublish()
    yield
    assert "related" not in data(page)
    network.save_revision().publish()
    yield
    assert data(page)["related"][0]["id"] == item_of(network).urn


@way
def a_related_page_has_another_title(admin):
    page = naming(network := publish_network())
    yield
    network.title = "Netzwerk Uhren"
    network.save_revision().publish()
    yield
    assert data(page)["related"][0]["title"] == "Netzwerk Uhren"


@way
def a_related_page_becomes_private(admin):
    page = naming(network := publish_network())
    yield
    PageViewRestriction.objects.create(page=network, restriction_type="login")
    yield
    assert "related" not in data(page)


@way
def a_related_page_is_deleted(admin):
    page = naming(network := publish_network())
    yield
    network.delete()
    yield
    assert "related" not in data(page)


@way
def a_related_page_moves_to_another_site(admin):
    page, other = naming(network := publish_network()), second_site()
    yield
    network.move(other, pos="last-child")
    yield
    assert data(page)["related"][0]["origin"] == "https://zweite.example"


@way
def a_linked_page_has_another_address(admin):
    target = section("mehr")
    page = linking(target)
    yield
    assert link_in(page) == f'<p><a href="{ORIGIN}/mehr/">Mehr</a></p>'
    target.slug = "weiteres"
    target.save_revision().publish()
    yield
    assert link_in(page) == f'<p><a href="{ORIGIN}/weiteres/">Mehr</a></p>'


@way
def what_is_above_a_linked_page_moves(admin):
    above, target = section("dort"), section("archiv")
    page = linking(section("mehr", above))
    yield
    above.move(target, pos="last-child")
    yield
    assert f'href="{ORIGIN}/archiv/dort/mehr/"' in link_in(page)


@way
def a_linked_page_is_deleted(admin):
    target = section("mehr")
    page = linking(target)
    yield
    target.delete()
    yield
    assert link_in(page) == "<p>Mehr</p>"


@way
def an_organisation_has_another_name(admin):
    guild = Organisation.objects.create(name="Innung", type="guild")
    page = publish_example(actors=[("actor", {"organisation": guild, "contribution": "Rat"})])
    yield
    guild.name = "Innung Elbtal"
    guild.save()
    yield
    assert data(page)["body"]["actors"][0]["organisation"]["name"] == "Innung Elbtal"


@silent
def an_organisation_has_another_name_by_hand_in_the_database(admin):
    guild = Organisation.objects.create(name="Innung", type="guild")
    page = publish_example(actors=[("actor", {"organisation": guild, "contribution": "Rat"})])
    yield
    Organisation.objects.filter(pk=guild.pk).update(name="Innung Elbtal")
    yield
    assert data(page)["body"]["actors"][0]["organisation"]["name"] == "Innung Elbtal"


@way
def an_organisation_is_deleted(admin):
    guild = Organisation.objects.create(name="Innung", type="guild")
    page = publish_example(actors=[("actor", {"organisation": guild, "contribution": "Rat"})])
    yield
    guild.delete()
    yield
    assert "actors" not in data(page).get("body", {})


@way
def the_publisher_has_another_name(admin):
    own = Organisation.objects.create(name="Kammer", site=home().sites_rooted_here.first())
    page = publish_example()
    yield
    assert data(page)["publisher"]["name"] == "Kammer"
    own.name = "Handwerkskammer"
    own.save()
    yield
    assert data(page)["publisher"]["name"] == "Handwerkskammer"
    assert item_of(own).title == "Handwerkskammer"


@way
def the_publisher_is_chosen_and_taken_back(admin):
    own = Organisation.objects.create(name="Kammer")
    page = publish_example()
    yield
    own.site = home().sites_rooted_here.first()
    own.save()
    yield
    assert data(page)["publisher"]["id"] == item_of(own).urn
    own.site = None
    own.save()
    yield
    assert "id" not in data(page)["publisher"]
    assert item_of(own).state == "withdrawn"


@way
def the_issuer_of_a_check_has_another_name(admin):
    guild = Organisation.objects.create(name="Innung", type="guild")
    check = CheckPage(title="Check", slug="check", summary="Kurz.", issuer=guild)
    home().add_child(instance=check)
    check.save_revision().publish()
    yield
    guild.name = "Innung Elbtal"
    guild.save()
    yield
    assert data(check)["body"]["issuer"]["name"] == "Innung Elbtal"
