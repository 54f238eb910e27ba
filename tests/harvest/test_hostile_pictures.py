"""Pictures that are bombs, polyglots or no pictures at all, fetched over real sockets."""

import io
import os
import struct
import subprocess
import sys
import time
import zlib

import pytest
from PIL import Image, PngImagePlugin

from omwagtail.catalogue.models import Picture
from omwagtail.harvest.pictures import MAX_BYTES, decode, fetch_missing
from omwagtail.pages.models import DirectoryPage
from tests.harvest.conftest import item_of, read
from tests.harvest.test_pictures import jpeg, png_that_claims
from tests.pages_for_tests import home
from tests.rendering.markup import Markup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def saved(picture: Image.Image, format: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum


def with_chunks(png: bytes, *chunks: bytes) -> bytes:
    """A PNG with further chunks behind its head."""
    return png[:33] + b"".join(chunks) + png[33:]


def many_scans(number: int) -> bytes:
    """A progressive JPEG that repeats its last scan: each time the whole picture is gone over."""
    whole = jpeg((3000, 3000), progressive=True)
    last = whole[whole.rfind(b"\xff\xda") : -2]
    return whole[:-2] + last * number + b"\xff\xd9"


def webp_that_claims(width: int, height: int) -> bytes:
    frames = [Image.new("RGBA", (16, 16), colour) for colour in ("red", "blue")]
    body = bytearray(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]))
    at = body.find(b"VP8X") + 12
    body[at : at + 6] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(body)


def gif_whose_frame_is_larger(width: int, height: int) -> bytes:
    body = bytearray(saved(Image.new("P", (10, 10)), "GIF"))
    at = body.find(b"\x2c")
    body[at + 5 : at + 9] = struct.pack("<HH", width, height)
    return bytes(body)


PNG = saved(Image.new("RGB", (10, 10)), "PNG")
ZEROS = zlib.compress(bytes(100_000_000))

BAD = {
    "30000 x 30000": lambda: png_that_claims(30_000, 30_000),
    "40 million and one": lambda: png_that_claims(40_000_001, 1),
    "SVG named .png": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "SVG behind a declaration": lambda: b"<?xml version='1.0'?><svg/>",
    "HTML": lambda: b"<!DOCTYPE html><script>alert(1)</script>",
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "TIFF": lambda: saved(Image.new("RGB", (9, 9)), "TIFF"),
    "BMP": lambda: saved(Image.new("RGB", (9, 9)), "BMP"),
    "ICO": lambda: saved(Image.new("RGB", (16, 16)), "ICO"),
    "cut off": lambda: jpeg((300, 200))[:-300],
    "nothing": lambda: b"",
    "no pixels": lambda: PNG[:33] + chunk(b"IEND", b""),
    "pixels that are no data": lambda: PNG.replace(PNG[PNG.find(b"IDAT") + 4 :][:8], b"xxxxxxxx"),
    "colours that bomb": lambda: with_chunks(PNG, chunk(b"iCCP", b"x\0\0" + ZEROS)),
    "texts that bomb": lambda: with_chunks(PNG, chunk(b"zTXt", b"x\0\0" + ZEROS)),
    "a thousand scans": lambda: many_scans(1000),
    "WebP of 16383 x 16383": lambda: webp_that_claims(16_383, 16_383),
    "GIF with a larger frame": lambda: gif_whose_frame_is_larger(60_000, 60_000),
    "too tall": lambda: saved(Image.new("1", (20, 1_000_000)), "PNG"),
    "too many bytes": lambda: jpeg() + bytes(MAX_BYTES),
}


@pytest.mark.parametrize("make", BAD.values(), ids=BAD.keys())
def test_rule_20_a_picture_that_is_none_is_a_placeholder_and_says_why(
    publisher, source, tmp_path, make
):
    publisher.publish(title="Mit Bild", images=[publisher.picture("a.png", make(), 9, 9)])
    read(source)
    began = time.process_time()
    assert fetch_missing() == (0, 1)
    assert time.process_time() - began < 5
    picture = Picture.objects.get()
    assert (picture.digest, picture.file.name, picture.failures) == ("", "", 1)
    assert len(picture.error) > 20
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    assert item_of(publisher).title == "Mit Bild"


def gif_and_script() -> bytes:
    """A GIF that is also JavaScript: GIF89a=1/* … */;alert(1)."""
    picture = saved(Image.new("P", (0x2F2A, 3)), "GIF")
    return picture + b"*/=1;alert(1)//"


def many_frames(format: str, number: int) -> bytes:
    frames = [Image.new("RGB", (8, 8), (n % 256, n // 256, 9)) for n in range(number)]
    return saved(frames[0], format, save_all=True, append_images=frames[1:], duration=20)


def png_with_everything() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    return saved(Image.new("RGBA", (9, 9)), "PNG", pnginfo=info) + b"PK\x03\x04 a zip behind"


ODD = {
    "GIF and JavaScript": gif_and_script,
    "GIF of 10,000 frames": lambda: many_frames("GIF", 10_000),
    "WebP that moves": lambda: many_frames("WEBP", 50),
    "PNG and zip": png_with_everything,
    "JPEG with code in its comment": lambda: jpeg(comment=b"*/;alert(1)/*<?php system(1); ?>"),
    "PNG of 16 bits": lambda: saved(Image.new("I;16", (9, 9)), "PNG"),
    "JPEG for printers": lambda: saved(Image.new("CMYK", (9, 9)), "JPEG"),
    "one pixel": lambda: saved(Image.new("1", (1, 1)), "PNG"),
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD.keys())
def test_rule_20_of_an_odd_picture_only_its_pixels_are_served(publisher, source, client, make):
    publisher.publish(images=[publisher.picture("..%2F..%2Fa.html", make(), 9, 9)])
    read(source)
    assert fetch_missing() == (1, 0)
    picture = Picture.objects.get()
    assert picture.file.name == f"omwagtail/{picture.digest[:2]}/{picture.digest}.webp"
    response = client.get(f"/om/media/{picture.digest}.webp")
    body = response.getvalue()
    shown = Image.open(io.BytesIO(body))
    assert (shown.format, getattr(shown, "n_frames", 1), shown.info.get("exif")) == (
        "WEBP",
        1,
        None,
    )
    assert not any(word in body for word in (b"alert", b"php", b"script", b"PK\x03"))
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_the_type_that_a_server_gives_a_picture_does_not_count(publisher, source):
    content = jpeg()
    publisher.publish(images=[publisher.picture("a.jpg", content, 60, 40)])
    publisher.intercept = lambda path: (
        (200, {"Content-Type": "text/html"}, content) if "media" in path else None
    )
    read(source)
    assert fetch_missing() == (1, 0)


def test_a_large_picture_is_made_small_upright_and_keeps_its_colours():
    picture = Image.new("RGB", (4000, 3000), "red")
    picture.paste("blue", (0, 0, 2000, 3000))
    exif = Image.Exif()
    exif[0x0112] = 6
    content, width, height = decode(saved(picture, "JPEG", exif=exif))
    shown = Image.open(io.BytesIO(content)).convert("RGB")
    assert (width, height) == shown.size == (1600, 2133)
    top, bottom = shown.getpixel((800, 100)), shown.getpixel((800, 2000))
    assert top[2] > 200 > 60 > top[0]
    assert bottom[0] > 200 > 60 > bottom[2]


MEMORY = """
import io, resource, sys, django
django.setup()
from PIL import Image
from omwagtail.harvest.pictures import decode
kind, mode = sys.argv[1:]
out = io.BytesIO()
Image.new(mode, (8000, 5000)).save(out, kind)
body = out.getvalue()
if not __import__("os").fork():
    decode(body)
    status = open("/proc/self/status").read()
    print(status.split("VmHWM:")[1].split()[0])
    sys.stdout.flush()
    __import__("os")._exit(0)
__import__("os").wait()
"""


@pytest.mark.slow
@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="Only Linux tells.")
@pytest.mark.parametrize(
    ("kind", "mode", "megabytes"),
    [("JPEG", "RGB", 350), ("PNG", "RGBA", 600), ("GIF", "P", 650), ("WEBP", "RGB", 900)],
)
def test_the_largest_picture_that_is_allowed_takes_bounded_memory(kind, mode, megabytes):
    finished = subprocess.run(
        [sys.executable, "-c", MEMORY, kind, mode],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
    )
    assert 50 < int(finished.stdout) / 1024 < megabytes, finished.stderr


def test_rule_20_no_page_shows_a_picture_from_elsewhere(publisher, source, client):
    directory = home().add_child(instance=DirectoryPage(title="Verzeichnis", slug="verzeichnis"))
    lost = {"id": "a" * 64, "url": f"{publisher.origin}/lost.jpg", "width": 9, "height": 9}
    publisher.publish(images=[lost, publisher.picture("a.jpg", jpeg(), 60, 40)])
    read(source)
    for fetched in (False, True):
        if fetched:
            assert fetch_missing() == (1, 1)
        for address in (directory.url, f"{directory.url}{item_of(publisher).key}/"):
            markup = Markup(client.get(address).content.decode())
            sources = [image.attributes.get("src", "") for image in markup.all("img")]
            sources += [image.attributes.get("srcset", "") for image in markup.elements]
            assert not any(publisher.origin in url for url in sources)
    assert any("/om/media/" in url for url in sources)
