"""Images and files that a document shows."""

from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
)

from tests.catalogue.test_pictures import make_image
from tests.catalogue.ways.base import data, silent, way
from tests.pages_for_tests import publish_example


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
