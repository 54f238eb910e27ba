"""Pictures of own documents: derivatives without metadata, kept under the digest of their bytes.

A signed document names its pictures by digest and by an address at ``/om/media/``, so a purged
rendition or an expiring storage address cannot break it.
"""

import contextlib
import hashlib
import io
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image as PillowImage
from PIL import ImageOps
from wagtail.images.models import AbstractImage
from wagtail.models import CollectionMember

from omwagtail.catalogue.indexing import delete_unused
from omwagtail.catalogue.models import Item, Picture, picture_path
from omwagtail.catalogue.sources import Surroundings

# Wide enough for a page at double density, a tablet, a phone; in pixels.
WIDTHS = (1600, 960, 480)
QUALITY = 82
FORMAT, MEDIA_TYPE, ENDING = "WEBP", "image/webp", "webp"


class Known:
    """What making the pictures of one document needs once: derivatives, and what is private."""

    def __init__(self, item: Item | None = None, around: Surroundings | None = None) -> None:
        self.item, self.around = item, around or Surroundings()
        self.collections: dict[int, str] = {}

    @cached_property
    def pictures(self) -> dict[str | None, Picture]:
        """The derivatives that the document showed so far, by what they were made from."""
        found = self.item.pictures.all() if self.item and self.item.pk else ()
        return {picture.made_from: picture for picture in found}

    def holds_private(self, member: CollectionMember) -> bool:
        if not self.around.private_collections:
            return False
        if member.collection_id not in self.collections:
            self.collections[member.collection_id] = member.collection.path
        return self.collections[member.collection_id].startswith(self.around.private_collections)


_known: ContextVar[Known | None] = ContextVar("omwagtail_known_pictures", default=None)


@contextlib.contextmanager
def known_pictures(item: Item, around: Surroundings) -> Iterator[None]:
    """While a document is made that has an item: few queries instead of some for each picture."""
    token = _known.set(Known(item, around))
    try:
        yield
    finally:
        _known.reset(token)


def is_private(member: CollectionMember) -> bool:
    """Whether an image or a file lies in a collection that is not for everyone."""
    return (_known.get() or Known()).holds_private(member)


def picture_of(
    image: AbstractImage | None,
    *,
    alt: str = "",
    credit: str = "",
    licence: str = "",
    widths: Sequence[int] = WIDTHS,
) -> dict[str, Any] | None:
    """A document's image member for a Wagtail image, derived now if it was not before.

    None for no image, a drawing that has no pixels (SVG), a file that cannot be read, and an image
    in a private collection: nothing private leaves the site. ``widths`` begin with the largest.
    """
    if image is None or image.is_svg() or is_private(image):
        return None
    smaller = [width for width in widths if width < image.width]
    if image.width <= widths[0]:
        smaller.insert(0, image.width)
    derived = [picture for width in smaller if (picture := _derived(image, width))]
    if not derived:
        return None
    largest, *others = derived
    return {
        **describe(largest),
        "alt": alt,
        "credit": credit,
        "licence": licence,
        "srcset": [describe(picture) for picture in others],
    }


def describe(picture: Picture) -> dict[str, Any]:
    """Id, address below the origin, width and height in pixels."""
    return {
        "id": picture.image_id,
        "url": address_of(picture),
        "width": picture.width,
        "height": picture.height,
    }


def address_of(picture: Picture) -> str:
    """Where a picture is served, below the origin; empty while it is missing."""
    if not picture.digest:
        return ""
    return f"/om/media/{picture.digest}.{picture.media_type.rpartition('/')[2]}"


def encode(source: PillowImage.Image, width: int) -> tuple[bytes, int, int]:
    """The bytes of a picture without metadata, at most ``width`` wide; with its real size."""
    upright = ImageOps.exif_transpose(source)
    mode = "RGBA" if upright.mode in ("RGBA", "LA", "P", "PA") else "RGB"
    flat = upright.convert(mode)
    if flat.width > width:
        height = max(1, round(flat.height * width / flat.width))
        flat = flat.resize((width, height), PillowImage.Resampling.LANCZOS)
    out = io.BytesIO()
    flat.save(out, FORMAT, quality=QUALITY, method=4)
    return out.getvalue(), flat.width, flat.height


def keep(picture: Picture, content: bytes, *, name: str = "") -> None:
    """Store the bytes of a picture under their digest, or under a ``name`` that was found to be
    free, and save the row."""
    picture.digest = hashlib.sha256(content).hexdigest()
    picture.media_type = MEDIA_TYPE
    picture.image_id = picture.image_id or picture.digest
    if name:
        picture.file.name = picture.file.storage.save(name, ContentFile(content))
    else:
        picture.file.save(f"{picture.digest}.{ENDING}", ContentFile(content), save=False)
    picture.save()


def free_name(picture: Picture, content: bytes) -> str:
    """Where in the storage the bytes of a picture may be written."""
    digest = hashlib.sha256(content).hexdigest()
    name = picture_path(Picture(digest=digest), f"{digest}.{ENDING}")
    return picture.file.storage.get_available_name(name)


def delete_unused_own(*, older_than: timedelta) -> int:
    """Delete own pictures that no item shows, once they are old enough; returns how many.

    A page that is shown without an item has them derived anew when somebody looks at it.
    """
    own = Picture.objects.filter(made_from__isnull=False, items__isnull=True)
    unused = own.filter(created__lt=timezone.now() - older_than).values_list("pk", flat=True)
    return delete_unused(set(unused[:500]))


def _derived(image: AbstractImage, width: int) -> Picture | None:
    """The derivative of an image at a width, made now if need be; None for an unreadable file."""
    try:
        made_from = f"{image.get_file_hash()}/{width}/{FORMAT}/{QUALITY}"
        known = (_known.get() or Known()).pictures
        if picture := known.get(made_from) or Picture.objects.filter(made_from=made_from).first():
            return picture
        with image.open_file() as file, PillowImage.open(file) as source:
            content, real_width, real_height = encode(source, width)
    except (OSError, PillowImage.DecompressionBombError):
        return None
    digest = hashlib.sha256(content).hexdigest()
    picture = Picture.objects.filter(image_id=digest).first() or Picture()
    if picture.digest == digest:
        return picture
    # Another site may show the same picture: what it was encoded to here gives way to the original.
    picture.made_from, picture.width, picture.height = made_from, real_width, real_height
    picture.due, picture.error = None, ""
    try:
        with transaction.atomic():
            keep(picture, content)
    except IntegrityError:
        return Picture.objects.filter(image_id=digest).first()
    return picture
