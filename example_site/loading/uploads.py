"""Drawings into Wagtail's image library, files into its documents."""

from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from wagtail.documents.models import Document
from wagtail.images.models import Image

from example_site.loading import memory
from example_site.loading.reading import CONTENT, digest_of
from example_site.loading.writing import write_upload


def load_upload(
    file: str, model: type, user: AbstractBaseUser, content: Path = CONTENT
) -> Image | Document:
    """The picture or document of a file; uploaded if it is new, replaced if it has changed."""
    path = content / file
    digest = digest_of(path.read_bytes())
    upload = memory.find(file, model)
    if upload is None or not memory.is_current(file, digest):
        upload = upload or model(uploaded_by_user=user)
        write_upload(upload, path)
        memory.remember(file, digest, upload)
    return upload
