"""A Word file's text becomes a draft: its pictures are stored, its sections laid out."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import willow
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.models import AbstractPage, Collection

from omwagtail.content.word import WordPicture, WordSection, WordText
from omwagtail.content.word_file import WordError

TOO_LARGE = {"file_too_large", "file_too_large_unknown_size", "file_too_many_pixels"}
PICTURES_PER_SECTION = 10
MAX_ALT = 255  # of an image's own description


@dataclass(slots=True)
class Taken:
    """What became of a Word file."""

    sections: int = 0
    pictures: int = 0
    unreadable: int = 0
    """Pictures that are linked, too many, or of a kind that the web does not show."""

    forbidden: int = 0
    """Pictures that the user may not add."""


@contextmanager
def taken_over(page: AbstractPage, text: WordText, user: Any) -> Iterator[Taken]:
    """Fills a page that is saved within the block; all or nothing is stored.

    Raises WordError for a picture that is larger than Wagtail allows.
    """
    pictures = PictureStore(user, text.title)
    try:
        with transaction.atomic():
            yield _fill(page, text, pictures)
    except BaseException:
        pictures.remove_files()
        raise


class PictureStore:
    """Makes Wagtail images of a file's pictures, each once."""

    def __init__(self, user: Any, title: str) -> None:
        self.user, self.title = user, title
        self.collection = collection_for(user)
        self.images: dict[bytes, models.Model | None] = {}
        self.unreadable = self.forbidden = 0

    def add(self, picture: WordPicture) -> models.Model | None:
        """The picture's image; None where it cannot be taken along."""
        if self.collection is None:
            self.forbidden += 1
            return None
        key = sha256(picture.content).digest()
        if key not in self.images:
            self.images[key] = self._store(picture)
        if self.images[key] is None:
            self.unreadable += 1
        return self.images[key]

    def stored(self) -> list[models.Model]:
        """The images that were made."""
        return [image for image in self.images.values() if image]

    def remove_files(self) -> None:
        """Rows go with their transaction; files do not."""
        for image in self.stored():
            image.file.storage.delete(image.file.name)

    def _store(self, picture: WordPicture) -> models.Model | None:
        number = len(self.images) + 1
        try:
            kind = willow.Image.open(io.BytesIO(picture.content)).format_name
        except Exception:
            # Drawings and diagrams in Word's own formats, and what only says that it is a picture.
            return None
        suffix = {"jpeg": "jpg"}.get(kind, kind)
        name = f"{slugify(self.title)[:60] or 'word'}-{number}.{suffix}"
        file = SimpleUploadedFile(name, picture.content)
        try:
            WagtailImageField().clean(file)
        except ValidationError as error:
            if error.code in TOO_LARGE:
                raise WordError(_too_large(number, error)) from error
            return None
        image = get_image_model()(
            title=Truncator(picture.alt or f"{self.title} {number}").chars(MAX_ALT),
            file=file,
            collection=self.collection,
            uploaded_by_user=self.user,
            description=Truncator(picture.alt).chars(MAX_ALT),
        )
        image.save()
        return image


def collection_for(user: Any) -> Collection | None:
    """Where the user may add images; the topmost of several."""
    try:
        from wagtail.permissions import policy_registry
    except ImportError:  # Wagtail 7.4
        from wagtail.images.permissions import permission_policy as policy
    else:
        policy = policy_registry.get_by_type(get_image_model())
    return policy.collections_user_has_permission_for(user, "add").order_by("path").first()


def _too_large(number: int, error: ValidationError) -> str:
    return gettext(
        "Picture %(number)s in this file is larger than this site allows. In Word, “Compress "
        "pictures” makes it smaller. (%(reason)s)"
    ) % {"number": number, "reason": " ".join(error.messages)}


def _fill(page: AbstractPage, text: WordText, pictures: PictureStore) -> Taken:
    page.title = text.title
    page.summary = text.summary
    page.images = [("picture", value) for value in _pictures(text.pictures, pictures)]
    page.sections = [
        ("section", value) for section in text.sections for value in _sections(section, pictures)
    ]
    return Taken(
        sections=len(text.sections),
        pictures=len(pictures.stored()),
        unreadable=pictures.unreadable + text.left_out,
        forbidden=pictures.forbidden,
    )


def _sections(section: WordSection, pictures: PictureStore) -> Iterator[dict[str, Any]]:
    """The section; where it has more pictures than one may have, they go on in further ones."""
    images = _pictures(section.pictures, pictures)
    yield {
        "kind": section.kind,
        "heading": section.heading,
        "text": section.html,
        "images": images[:PICTURES_PER_SECTION],
    }
    for at in range(PICTURES_PER_SECTION, len(images), PICTURES_PER_SECTION):
        yield {"images": images[at : at + PICTURES_PER_SECTION]}


def _pictures(found: list[WordPicture], pictures: PictureStore) -> list[dict[str, Any]]:
    stored = [(picture, pictures.add(picture)) for picture in found]
    return [{"image": image, "alt": picture.alt[:1000]} for picture, image in stored if image]
