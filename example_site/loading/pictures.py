"""Drawings into Wagtail's image library."""

from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from wagtail.images.models import Image

from example_site.loading import memory
from example_site.loading.reading import CONTENT, digest_of

TITLES = {
    "praezisionswerkstatt": "Werkbank in der Präzisionswerkstatt (Zeichnung)",
    "rueckkehr": "Rückkehr aufs Land (Zeichnung)",
    "runder-tisch": "Runder Tisch (Zeichnung)",
}


def load_picture(file: str, user: AbstractBaseUser, content: Path = CONTENT) -> Image:
    """The image of a file; uploaded if it is new, and its file replaced if it has changed."""
    path = content / file
    stored = path.read_bytes()
    digest = digest_of(stored)
    image = memory.find(file, Image)
    if image is not None and memory.is_current(file, digest):
        return image
    image = image or Image(title=TITLES.get(path.stem, path.stem), uploaded_by_user=user)
    image.file = ContentFile(stored, name=path.name)
    image.file_hash, image.file_size = "", None
    image.save()
    image.renditions.all().delete()
    memory.remember(file, digest, image)
    return image
