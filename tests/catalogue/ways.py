"""Every way in which something published can change: how it is done, and what must come of it.

A way is a generator: it prepares, yields, changes something, yields again, and asserts; it may go
on like that. It is given an ``Admin``. At each yield the catalogue is brought up to date: by
signals alone, or by the sweep alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import Item
from omwagtail.content.organisation import Organisation
from omwagtail.pages.models import CheckPage, PracticeExamplePage
from tests.catalogue.test_pictures import make_image
from tests.pages_for_tests import home, publish_example, publish_network
from tests.testapp.models import PlainPage, RegionalExamplePage

Way = Callable[..., Iterator[None]]
WAYS: list[Way] = []
# Those that no signal tells of: rows changed by hand, or a moment that has come.
SILENT: set[Way] = set()
ORIGIN = "https://partner.example"


def way(found: Way) -> Way:
    WAYS.append(found)
    return found


def silent(found: Way) -> Way:
    SILENT.add(found)
    return way(found)


@dataclass
class Admin:
    """What an editor does in a browser."""

    client: object

    def post(self, view: str, *args: object, query: str = "", **data: object) -> None:
        response = self.client.post(reverse(view, args=args) + query, data)
        assert response.status_code == 302, response.content[:2000]


def data(page: Page) -> dict:
    return item_of(page).data


def state(page: Page) -> tuple[str, str]:
    item = item_of(page)
    return item.state, item.reason


def section(slug: str = "beispiele", parent: Page | None = None) -> Page:
    return (parent or home()).add_child(instance=PlainPage(title=slug.title(), slug=slug))


def shown(page: Page) -> bool:
    item = item_of(page)
    return item is not None and item.state == "accepted"


# Publishing.


@way
def published(admin):
    page = PracticeExamplePage(title="Neu", slug="neu", summary="Kurz.", live=False)
    home().add_child(instance=page)
    yield
    assert item_of(page) is None
    page.save_revision().publish()
    yield
    assert shown(page)


@way
def published_again_with_another_text(admin):
    page = publish_example()
    yield
    page.summary = "Jetzt fünf Betriebe."
    page.save_revision().publish()
    yield
    assert data(page)["summary"] == "Jetzt fünf Betriebe."


@way
def a_schedule_makes_it_go_live(admin):
    page = PracticeExamplePage(title="Neu", slug="neu", summary="Kurz.", live=False)
    home().add_child(instance=page)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    yield
    # Rule 5: nothing before go-live.
    assert item_of(page) is None
    past = timezone.now() - timedelta(minutes=1)
    page.revisions.filter(pk=revision.pk).update(
        approved_go_live_at=past, content={**revision.content, "go_live_at": past.isoformat()}
    )
    call_command("publish_scheduled")
    yield
    assert shown(page)


@way
def a_schedule_lets_it_expire(admin):
    page = publish_example(expire_at=timezone.now() + timedelta(hours=1))
    yield
    assert data(page)["expires"]
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    yield
    assert state(page) == ("withdrawn", "expired")


@silent
def it_expires_and_no_schedule_runs(admin):
    page = publish_example()
    yield
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    yield
    assert state(page) == ("withdrawn", "expired")


@way
def unpublished(admin):
    page = publish_example()
    yield
    page.unpublish()
    yield
    assert state(page) == ("withdrawn", "unpublished")


@way
def unpublished_in_bulk_in_the_admin(admin):
    pages = [publish_example(slug=f"nr-{number}") for number in range(2)]
    yield
    query = f"?id={pages[0].pk}&id={pages[1].pk}&next=/admin/"
    admin.post("wagtail_bulk_action", "wagtailcore", "page", "unpublish", query=query)
    yield
    assert {state(page) for page in pages} == {("withdrawn", "unpublished")}


@way
def unpublished_and_published_again(admin):
    page = publish_example()
    page.unpublish()
    yield
    page.save_revision().publish()
    yield
    assert shown(page)


@way
def saved_by_a_script_without_a_revision(admin):
    pk = publish_example().pk
    yield
    page = PracticeExamplePage.objects.get(pk=pk)
    page.summary = "Von einem Skript."
    page.save()
    yield
    assert data(page)["summary"] == "Von einem Skript."


@way
def made_by_a_script_without_a_revision(admin):
    page = PracticeExamplePage(title="Neu", slug="neu", summary="Kurz.")
    yield
    home().add_child(instance=page)
    yield
    assert shown(page)


@silent
def changed_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    PracticeExamplePage.objects.filter(pk=page.pk).update(summary="Von Hand.")
    yield
    assert data(page)["summary"] == "Von Hand."


@silent
def unpublished_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    Page.objects.filter(pk=page.pk).update(live=False)
    yield
    assert state(page) == ("withdrawn", "unpublished")


@way
def kept_to_the_site(admin):
    page = publish_example()
    yield
    page.om_syndicate = False
    page.save_revision().publish()
    yield
    assert state(page) == ("withdrawn", "unpublished")


# Deleting.


@way
def deleted(admin):
    page = publish_example()
    yield
    item = item_of(page)
    page.delete()
    yield
    item.refresh_from_db()
    assert (item.state, item.reason, item.object_id) == ("withdrawn", "deleted", None)


@way
def deleted_with_what_is_above(admin):
    above = section()
    page = publish_example(section("innen", above))
    yield
    item = item_of(page)
    Page.objects.get(pk=above.pk).delete()
    yield
    item.refresh_from_db()
    assert (item.state, item.reason) == ("withdrawn", "deleted")


# Addresses.


@way
def moved(admin):
    page, target = publish_example(), section("archiv")
    yield
    page.move(target, pos="last-child")
    yield
    assert data(page)["url"] == f"{ORIGIN}/archiv/gemeinsam-ausbilden/"
    assert data(page)["aliases"] == [f"{ORIGIN}/gemeinsam-ausbilden/"]


@way
def moved_with_what_is_above(admin):
    above, target = section(), section("archiv")
    page = publish_example(above)
    yield
    above.move(target, pos="last-child")
    yield
    assert data(page)["url"] == f"{ORIGIN}/archiv/beispiele/gemeinsam-ausbilden/"


@way
def another_slug_above(admin):
    above = section()
    page = publish_example(section("innen", above))
    yield
    above.refresh_from_db()
    above.slug = "praxis"
    above.save_revision().publish()
    yield
    assert data(page)["url"] == f"{ORIGIN}/praxis/innen/gemeinsam-ausbilden/"


@silent
def another_address_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    Page.objects.filter(pk=page.pk).update(url_path="/home/anderswo/")
    yield
    assert data(page)["url"] == f"{ORIGIN}/anderswo/"


@way
def moved_to_another_site(admin):
    page, other = publish_example(), second_site()
    yield
    item = item_of(page)
    page.move(other, pos="last-child")
    yield
    item.refresh_from_db()
    assert (item.state, item.reason) == ("withdrawn", "unpublished")
    assert data(page)["origin"] == "https://zweite.example"
    assert item_of(page).uuid == item.uuid


@way
def the_site_has_another_host_name(admin):
    other = second_site()
    page = publish_example(other)
    yield
    site = Site.objects.get(hostname="zweite.example")
    site.hostname = "dritte.example"
    site.save()
    yield
    assert data(page)["url"] == "https://dritte.example/gemeinsam-ausbilden/"


@silent
def the_site_has_another_host_name_by_hand_in_the_database(admin):
    page = publish_example(second_site())
    yield
    Site.objects.filter(hostname="zweite.example").update(hostname="dritte.example")
    yield
    assert data(page)["origin"] == "https://dritte.example"


@way
def the_site_begins_at_another_page(admin):
    start = section()
    page = publish_example(start)
    yield
    site = Site.objects.get(is_default_site=True)
    site.root_page = start
    site.save()
    yield
    assert data(page)["url"] == f"{ORIGIN}/gemeinsam-ausbilden/"


@way
def the_site_is_deleted(admin):
    page = publish_example(second_site())
    yield
    assert shown(page)
    Site.objects.get(hostname="zweite.example").delete()
    yield
    assert state(page) == ("withdrawn", "unpublished")


@way
def another_site_is_the_default(admin):
    """Of two sites that begin at the same page the default one publishes it."""
    page = publish_example()
    Site.objects.create(hostname="zweite.example", port=443, root_page=home())
    yield
    assert data(page)["origin"] == ORIGIN
    Site.objects.get(hostname="localhost").delete()
    site = Site.objects.get(hostname="zweite.example")
    site.is_default_site = True
    site.save()
    yield
    assert data(page)["origin"] == "https://zweite.example"


def second_site() -> Page:
    root = Page.objects.get(depth=1)
    start = root.add_child(instance=PlainPage(title="Zweite", slug="zweite"))
    Site.objects.create(hostname="zweite.example", port=443, root_page=start)
    return start


# Privacy.


@way
def made_private_above(admin):
    above = section()
    page = publish_example(above)
    yield
    PageViewRestriction.objects.create(page=above, restriction_type="login")
    yield
    assert state(page) == ("withdrawn", "restricted")


@silent
def made_private_above_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=home(), restriction_type="login")]
    )
    yield
    assert state(page) == ("withdrawn", "restricted")


@way
def made_public_again_above(admin):
    above = section()
    page = publish_example(above)
    restriction = PageViewRestriction.objects.create(page=above, restriction_type="login")
    yield
    assert not shown(page)
    restriction.delete()
    yield
    assert shown(page)


@way
def moved_below_a_private_page(admin):
    page, inside = publish_example(), section("intern")
    PageViewRestriction.objects.create(page=inside, restriction_type="login")
    yield
    page.move(inside, pos="last-child")
    yield
    assert state(page) == ("withdrawn", "restricted")


# Images and files.


def with_picture(collection: Collection | None = None) -> tuple[Page, object]:
    image = make_image(480, 240)
    if collection:
        image.collection = collection
        image.save()
    return publish_example(images=[("picture", {"image": image, "alt": "Werkbank"})]), image


def with_file() -> tuple[Page, object]:
    content = ImageFile(make_image(40, 20).file, name="heft.pdf")
    file = get_document_model().objects.create(title="Heft", file=content)
    return publish_example(files=[("download", {"document": file, "title": ""})]), file


@way
def an_image_has_another_file(admin):
    page, image = with_picture()
    yield
    before = data(page)["images"][0]["id"]
    replaced = get_image_model().objects.get(pk=image.pk)
    replaced.file = make_image(480, 240, colour=(200, 10, 10)).file.name
    replaced.file_hash = ""
    replaced.save()
    yield
    assert data(page)["images"][0]["id"] != before


@silent
def an_image_has_another_file_by_hand_in_the_database(admin):
    page, image = with_picture()
    yield
    before = data(page)["images"][0]["id"]
    other = make_image(480, 240, colour=(200, 10, 10)).file.name
    get_image_model().objects.filter(pk=image.pk).update(file=other, file_hash="")
    yield
    assert data(page)["images"][0]["id"] != before


@way
def an_image_is_deleted(admin):
    page, image = with_picture()
    yield
    assert data(page)["images"]
    image.delete()
    yield
    assert "images" not in data(page)


@way
def the_collection_of_an_image_becomes_private(admin):
    inside = Collection.get_first_root_node().add_child(name="Bilder")
    page, _ = with_picture(inside)
    yield
    assert data(page)["images"]
    CollectionViewRestriction.objects.create(collection=inside, restriction_type="login")
    yield
    assert "images" not in data(page)


@way
def the_collection_of_an_image_becomes_public(admin):
    inside = Collection.get_first_root_node().add_child(name="Intern")
    restriction = CollectionViewRestriction.objects.create(
        collection=inside, restriction_type="login"
    )
    page, _ = with_picture(inside)
    yield
    assert "images" not in data(page)
    restriction.delete()
    yield
    assert data(page)["images"]


@way
def an_image_is_put_into_a_private_collection(admin):
    inside = private_collection()
    page, image = with_picture()
    yield
    image.collection = inside
    image.save()
    yield
    assert "images" not in data(page)


@way
def images_are_put_into_a_private_collection_in_bulk_in_the_admin(admin):
    inside = private_collection()
    page, image = with_picture()
    yield
    query = f"?id={image.pk}&next=/admin/"
    admin.post(
        "wagtail_bulk_action",
        "wagtailimages",
        "image",
        "add_to_collection",
        query=query,
        collection=inside.pk,
    )
    yield
    assert "images" not in data(page)


@way
def a_collection_is_moved_into_a_private_one(admin):
    inside = private_collection()
    pictures = Collection.get_first_root_node().add_child(name="Bilder")
    page, _ = with_picture(pictures)
    yield
    assert data(page)["images"]
    admin.post("wagtailadmin_collections:edit", pictures.pk, name="Bilder", parent=inside.pk)
    yield
    assert "images" not in data(page)


@way
def a_file_has_another_content(admin):
    page, file = with_file()
    yield
    replaced = get_document_model().objects.get(pk=file.pk)
    replaced.file = ImageFile(make_image(400, 200).file, name="zweites.pdf")
    replaced.file_size, replaced.file_hash = None, ""
    before = data(page)["files"][0]
    replaced.save()
    yield
    assert data(page)["files"][0]["bytes"] > before["bytes"]


@way
def a_file_is_renamed_in_the_admin(admin):
    page, file = with_file()
    yield
    file.title = "Leitfaden"
    file.save()
    yield
    assert data(page)["files"][0]["title"] == "Leitfaden"


@way
def a_file_is_deleted(admin):
    page, file = with_file()
    yield
    assert data(page)["files"]
    file.delete()
    yield
    assert "files" not in data(page)


@way
def a_file_is_put_into_a_private_collection(admin):
    inside = private_collection()
    page, file = with_file()
    yield
    file.collection = inside
    file.save()
    yield
    assert "files" not in data(page)


def private_collection() -> Collection:
    inside = Collection.get_first_root_node().add_child(name="Intern")
    CollectionViewRestriction.objects.create(collection=inside, restriction_type="login")
    return inside


# What a document names.


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


# Aliases, copies, translations, types.


@way
def an_alias_is_made(admin):
    page = publish_example()
    yield
    alias = page.create_alias(parent=home(), update_slug="zweitadresse")
    yield
    assert item_of(alias) is None
    assert Item.objects.count() == 1


@way
def the_source_of_an_alias_has_another_text(admin):
    page = publish_example()
    alias = page.create_alias(parent=home(), update_slug="zweitadresse")
    yield
    page.title = "Anders"
    page.save_revision().publish()
    yield
    assert item_of(alias) is None
    assert data(page)["title"] == "Anders"


@way
def an_alias_becomes_a_page_of_its_own(admin):
    page = publish_example()
    alias = page.create_alias(parent=home(), update_slug="zweitadresse")
    yield
    admin.post("wagtailadmin_pages:convert_alias", alias.pk)
    alias.refresh_from_db()
    yield
    assert shown(alias)
    assert item_of(alias).uuid != item_of(page).uuid


@way
def a_copy_is_made(admin):
    page = publish_example()
    yield
    copy = page.copy(update_attrs={"slug": "kopie"}, keep_live=True)
    yield
    assert shown(copy)
    assert item_of(copy).uuid != item_of(page).uuid


def in_english() -> Locale:
    locale = Locale.objects.create(language_code="en")
    home().copy_for_translation(locale).save_revision().publish()
    return locale


@way
def a_translation_is_added(admin):
    page, locale = publish_example(), in_english()
    yield
    translation = page.copy_for_translation(locale)
    translation.save_revision().publish()
    yield
    assert data(translation)["translation_of"] == item_of(page).urn
    assert "translation_of" not in data(page)


@way
def the_first_of_the_translations_is_deleted(admin):
    page, locale = publish_example(), in_english()
    yield
    second = page.copy_for_translation(locale)
    second.save_revision().publish()
    yield
    assert data(second)["translation_of"]
    page.delete()
    yield
    assert "translation_of" not in data(second)


@way
def a_linked_page_is_translated(admin):
    target, locale = section("mehr"), in_english()
    page = linking(target)
    page = page.copy_for_translation(locale)
    page.save_revision().publish()
    yield
    assert f'href="{ORIGIN}/mehr/"' in link_in(page)
    translated = target.copy_for_translation(locale)
    translated.slug = "more"
    translated.save_revision().publish()
    yield
    assert f'href="{ORIGIN}/more/"' in link_in(page)


@silent
def a_page_is_of_another_type_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    item = item_of(page)
    kind = ContentType.objects.get_for_model(PlainPage)
    Page.objects.filter(pk=page.pk).update(content_type=kind)
    yield
    item.refresh_from_db()
    assert item.state == "withdrawn"


@silent
def a_page_is_of_an_extended_type_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    before = item_of(page)
    regional = RegionalExamplePage(practiceexamplepage_ptr_id=page.pk, district_office="Pirna")
    regional.save_base(raw=True)
    kind = ContentType.objects.get_for_model(RegionalExamplePage)
    PracticeExamplePage.objects.filter(pk=page.pk).update(
        **{
            field.attname: getattr(page, field.attname)
            for field in PracticeExamplePage._meta.concrete_fields
            if field.attname not in ("id", "page_ptr_id", "content_type_id")
        },
        content_type=kind,
    )
    yield
    now = Item.objects.get(state="accepted")
    assert now.uuid == before.uuid
    assert now.data["x_district_office"] == "Pirna"
