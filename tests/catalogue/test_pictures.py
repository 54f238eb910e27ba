import hashlib
import io
from datetime import timedelta

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from omwagtail.catalogue.models import Picture
from omwagtail.catalogue.pictures import delete_unused_own, picture_of

pytestmark = pytest.mark.django_db


def make_image(width=2000, height=1000, *, exif=None, colour=(20, 90, 120)):
    content = io.BytesIO()
    PillowImage.new("RGB", (width, height), colour).save(content, "JPEG", exif=exif or b"")
    content.seek(0)
    image = get_image_model()(title="Bild", file=ImageFile(content, name="bild.jpg"))
    image.save()
    return image


def test_a_picture_is_described_by_the_digest_of_what_is_served(client):
    member = picture_of(make_image(), alt="Werkbank", credit="Foto: HWK")
    assert (member["width"], member["height"]) == (1600, 800)
    assert [size["width"] for size in member["srcset"]] == [960, 480]
    for size in (member, *member["srcset"]):
        response = client.get(size["url"])
        content = b"".join(response.streaming_content)
        assert hashlib.sha256(content).hexdigest() == size["id"]
        assert response["Content-Type"] == "image/webp"
        assert "immutable" in response["Cache-Control"]
        assert PillowImage.open(io.BytesIO(content)).width == size["width"]


def test_metadata_of_the_original_does_not_leave_the_site(client):
    exif = PillowImage.Exif()
    exif[0x013B] = "Name der Fotografin"
    member = picture_of(make_image(exif=exif.tobytes()))
    content = b"".join(client.get(member["url"]).streaming_content)
    assert b"Fotografin" not in content
    assert not PillowImage.open(io.BytesIO(content)).getexif()


def test_a_picture_that_lies_on_its_side_is_turned_upright():
    exif = PillowImage.Exif()
    exif[0x0112] = 6
    member = picture_of(make_image(400, 200, exif=exif.tobytes()))
    assert (member["width"], member["height"]) == (200, 400)


@pytest.mark.parametrize(
    ("width", "derived"),
    [
        (300, [300]),
        (480, [480]),
        (700, [700, 480]),
        (1600, [1600, 960, 480]),
        (4000, [1600, 960, 480]),
    ],
)
def test_the_widest_derivative_is_as_wide_as_the_original_allows(width, derived):
    member = picture_of(make_image(width, 50))
    assert [size["width"] for size in (member, *member["srcset"])] == derived


def test_small_pictures_are_not_blown_up():
    member = picture_of(make_image(300, 200))
    assert (member["width"], member["height"]) == (300, 200)
    assert member["srcset"] == []


def test_the_same_original_is_derived_once(django_assert_num_queries):
    image = make_image()
    first = picture_of(image)
    count = Picture.objects.count()
    assert picture_of(image) == first
    assert Picture.objects.count() == count


def test_a_private_picture_stays_private():
    image = make_image()
    CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type="login"
    )
    assert picture_of(image) is None


def test_no_picture_and_an_unreadable_one_give_none():
    image = make_image()
    image.file.storage.delete(image.file.name)
    assert picture_of(image) is None
    assert picture_of(None) is None


def test_an_unknown_digest_is_not_found(client):
    assert client.get(f"/om/media/{'0' * 64}.webp").status_code == 404


def test_a_picture_that_another_site_shows_too_is_served_as_it_was_signed(client):
    image = make_image(300, 200)
    member = picture_of(image)
    Picture.objects.all().delete()
    foreign = Picture.objects.create(image_id=member["id"], url="https://other.example/x.webp")
    assert picture_of(image) == member
    content = b"".join(client.get(member["url"]).streaming_content)
    assert hashlib.sha256(content).hexdigest() == member["id"]
    foreign.refresh_from_db()
    assert foreign.due is None


def test_pictures_of_drafts_are_deleted_after_a_while():
    picture_of(make_image())
    assert delete_unused_own(older_than=timedelta(days=1)) == 0
    Picture.objects.update(created=timezone.now() - timedelta(days=2))
    files = [picture.file for picture in Picture.objects.all()]
    assert delete_unused_own(older_than=timedelta(days=1)) == 3
    assert not any(file.storage.exists(file.name) for file in files)
