"""Rule 20: pictures are fetched, checked and encoded anew."""

import io
import struct
import zlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, PngImagePlugin

from omwagtail.catalogue.models import ItemState, Picture
from omwagtail.harvest.approving import approve, propose
from omwagtail.harvest.deciding import reject
from omwagtail.harvest.jobs import pictures_job
from omwagtail.harvest.pictures import PictureError, decode, fetch_missing
from tests.harvest.conftest import item_of, read
from tests.harvest.publisher import Publisher

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def jpeg(size=(60, 40), colour="red", **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **options)
    return out.getvalue()


def jpeg_with_secrets() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "GEHEIM"
    exif[0x0112] = 6  # to be shown turned by 90 degrees
    return jpeg(exif=exif, comment=b"GEHEIM", xmp=b"<x>GEHEIM</x>", icc_profile=b"GEHEIM" * 30)


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that would be decoded to this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def files_in(path) -> list:
    return [file for file in path.rglob("*") if file.is_file()]


def test_rule_20_a_picture_is_fetched_and_served_from_here(publisher, source, client):
    image = publisher.picture("a.jpg", jpeg(), 60, 40)
    publisher.publish(images=[image])
    read(source)
    assert fetch_missing() == (1, 0)
    picture = Picture.objects.get(image_id=image["id"])
    response = client.get(f"/om/media/{picture.digest}.webp")
    shown = Image.open(io.BytesIO(response.getvalue()))
    assert (response.status_code, shown.format, shown.size) == (200, "WEBP", (60, 40))
    assert (picture.width, picture.height) == (60, 40)


def test_rule_20_a_picture_that_was_fetched_is_not_asked_for_again(publisher, source):
    publisher.publish(images=[publisher.picture("a.jpg", jpeg(), 60, 40)])
    read(source)
    fetch_missing()
    assert fetch_missing() == (0, 0)


def test_rule_20_metadata_is_removed_and_the_picture_stands_upright():
    content, width, height = decode(jpeg_with_secrets())
    assert b"GEHEIM" not in content
    assert (width, height) == (40, 60)


def test_rule_20_text_in_a_png_is_removed():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "GEHEIM", zip=False)
    out = io.BytesIO()
    Image.new("RGBA", (5, 5)).save(out, "PNG", pnginfo=info)
    assert b"GEHEIM" in out.getvalue()
    assert b"GEHEIM" not in decode(out.getvalue())[0]


def test_rule_20_a_picture_with_another_hash_is_refused(publisher, source):
    image = publisher.picture("a.jpg", jpeg(), 60, 40)
    publisher.files["/om/media/a.jpg"] = jpeg(colour="blue")
    publisher.publish(images=[image])
    read(source)
    assert fetch_missing() == (0, 1)
    picture = Picture.objects.get(image_id=image["id"])
    assert (picture.digest, picture.failures) == ("", 1)
    assert "signed" in picture.error


@pytest.mark.parametrize(
    "content",
    [
        png_that_claims(8000, 5001),
        png_that_claims(60_000, 60_000),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.4",
        b"",
        jpeg()[:100],
    ],
    ids=["over 40 megapixels", "bomb", "svg", "pdf", "empty", "cut off"],
)
def test_rule_20_what_is_no_fit_picture_is_refused(content):
    with pytest.raises(PictureError):
        decode(content)


def test_rule_20_a_missing_picture_is_tried_again_later(publisher, source):
    image = publisher.picture("a.jpg", jpeg(), 60, 40)
    content = publisher.files.pop("/om/media/a.jpg")
    publisher.publish(images=[image])
    read(source)
    assert fetch_missing() == (0, 1)
    assert fetch_missing() == (0, 0)
    publisher.files["/om/media/a.jpg"] = content
    Picture.objects.update(due=timezone.now() - timedelta(seconds=1))
    assert fetch_missing() == (1, 0)


def test_rule_20_a_wrong_address_in_one_document_does_not_spoil_the_picture_of_another(
    publisher, source
):
    image = publisher.picture("a.jpg", jpeg(), 60, 40)
    publisher.publish("first", images=[image | {"url": publisher.origin + "/nothing"}])
    publisher.publish("second", images=[image])
    read(source)
    assert fetch_missing() == (1, 0)


def test_rule_20_the_sizes_of_a_picture_are_fetched_too(publisher, source):
    small = publisher.picture("s.jpg", jpeg((6, 4)), 6, 4)
    size = {name: small[name] for name in ("id", "url", "width", "height")}
    large = publisher.picture("l.jpg", jpeg(), 60, 40)
    publisher.publish(images=[large | {"srcset": [size]}])
    read(source)
    assert fetch_missing() == (2, 0)


def test_rule_21_a_withdrawal_deletes_its_pictures_and_their_files(publisher, source, tmp_path):
    publisher.publish(rev=1, images=[publisher.picture("a.jpg", jpeg(), 60, 40)])
    read(source)
    fetch_missing()
    assert len(files_in(tmp_path)) == 1
    publisher.withdraw(rev=2)
    read(source)
    assert files_in(tmp_path) == []
    assert not Picture.objects.exists()


def test_rule_21_a_replaced_version_takes_its_pictures_along(publisher, source, tmp_path):
    publisher.publish(rev=1, images=[publisher.picture("a.jpg", jpeg(), 60, 40)])
    read(source)
    fetch_missing()
    newer = publisher.picture("b.jpg", jpeg(colour="blue"), 60, 40)
    publisher.publish(rev=2, images=[newer])
    read(source)
    fetch_missing()
    assert len(files_in(tmp_path)) == 1
    assert Picture.objects.get().image_id == newer["id"]


def test_rule_21_a_picture_that_another_document_shows_stays(publisher, source):
    image = publisher.picture("a.jpg", jpeg(), 60, 40)
    publisher.publish("a", rev=1, images=[image])
    publisher.publish("b", rev=1, images=[image])
    read(source)
    publisher.withdraw("a", rev=2)
    read(source)
    assert Picture.objects.get().items.get() == item_of(publisher, "b")


def test_pictures_of_what_waits_are_fetched_so_that_a_person_sees_them(publisher, reviewed):
    publisher.publish(images=[publisher.picture("a.jpg", jpeg(), 60, 40)])
    read(reviewed)
    assert item_of(publisher).state == ItemState.PENDING
    assert fetch_missing() == (1, 0)


def test_pictures_of_what_was_rejected_are_deleted(publisher, reviewed, tmp_path):
    publisher.publish(images=[publisher.picture("a.jpg", jpeg(), 60, 40)])
    read(reviewed)
    fetch_missing()
    reject(item_of(publisher))
    assert files_in(tmp_path) == []


def test_pictures_that_an_interrupted_deletion_left_are_deleted_later(publisher, source):
    publisher.publish(images=[publisher.picture("a.jpg", jpeg(), 60, 40)])
    read(source)
    item_of(publisher).pictures.clear()
    pictures_job()
    assert not Picture.objects.exists()


COLOURS = ("red", "green", "blue", "white", "black")


def five_pictures(publisher) -> list[dict]:
    return [publisher.picture(f"{name}.jpg", jpeg(colour=name), 60, 40) for name in COLOURS]


def asked_for(publisher) -> int:
    return sum(path.startswith("/om/media/") for path in publisher.requests)


def test_a_host_that_fails_is_asked_once_a_turn_and_does_not_hold_up_others(publisher, source):
    publisher.publish(images=five_pictures(publisher))
    publisher.intercept = lambda path: (500, {}, b"") if "media" in path else None
    read(source)
    with Publisher() as other:
        second = approve(propose(other.origin), trust="automatic")
        other.publish(images=[other.picture("other.jpg", jpeg(colour="pink"), 60, 40)])
        read(second)
        assert fetch_missing() == (1, 1)
    assert asked_for(publisher) == 1


def test_a_host_with_wrong_pictures_has_three_tries_a_turn(publisher, source):
    publisher.publish(images=five_pictures(publisher))
    publisher.files.clear()
    read(source)
    assert fetch_missing() == (0, 3)
    assert asked_for(publisher) == 3


def test_a_turn_ends_when_its_time_is_over_and_the_next_one_goes_on(publisher, source):
    publisher.publish(images=five_pictures(publisher))
    read(source)
    assert fetch_missing(seconds=0.000_001) == (1, 0)
    assert fetch_missing() == (4, 0)


def test_images_in_unknown_members_are_not_fetched(publisher, source):
    image = publisher.picture("a.jpg", jpeg(), 60, 40)
    body = {"sections": [{"html": "<p>x</p>", "later": [image]}], "logo": 7, "gallery": [image]}
    publisher.publish(body=body, gallery=[image])
    # What another type has there may be anything.
    publisher.offer(
        publisher.document("n", body={"sections": [5, {"images": 7}]}) | {"type": "network"}
    )
    assert read(source).added == 2
    assert not Picture.objects.exists()


def test_one_document_names_at_most_forty_pictures_of_twenty_sizes(publisher, source):
    def image(number: int) -> dict:
        url = f"{publisher.origin}/{number}"
        return {"id": f"{number:064x}", "url": url, "width": 1, "height": 1}

    # The same picture may stand in many sections, each time with other sizes.
    sections = [
        {"images": [image(0) | {"srcset": [image(20 * part + n) for n in range(1, 21)]}]}
        for part in range(50)
    ]
    publisher.publish(body={"sections": sections})
    read(source)
    assert Picture.objects.count() == 21
    assert item_of(publisher).pictures.count() == 21


def test_rule_21_a_file_that_a_killed_worker_left_goes_with_its_picture(
    publisher, source, tmp_path
):
    publisher.publish(images=[publisher.picture("a.jpg", jpeg(), 60, 40)])
    read(source)
    picture = Picture.objects.get()
    # As a worker leaves it that was killed after writing the file and before noting its digest.
    picture.file.save("left.webp", ContentFile(b"half a picture"))
    fetch_missing()
    digest = Picture.objects.get().digest
    assert [file.name for file in files_in(tmp_path)] == [f"{digest}.webp"]
