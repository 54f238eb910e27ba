"""Publishes the example content in the test's database, through the loader's own functions."""

from typing import Any

from django.utils import translation
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Site

from example_site.loading.library import Library
from example_site.loading.reading import (
    CONTENT,
    files_of,
    organisations_of,
    pictures_of,
    read,
    read_pieces,
)
from example_site.loading.writing import draft_of, write_organisation, write_page, write_upload
from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.sweeping import sweep
from omwagtail.content.organisation import Organisation


def publish_pieces(paths: list[str]) -> dict[str, dict[str, Any]]:
    """The documents of content files, by path; all are published by one site."""
    pieces = read_pieces(paths)
    library = Library(
        organisations=_organisations(organisations_of(pieces)),
        pictures={file: _upload(file, Image) for one in pieces for file in pictures_of(one.data)},
        files={file: _upload(file, Document) for one in pieces for file in files_of(one.data)},
    )
    home = Site.objects.get(is_default_site=True).root_page
    with translation.override("de"):
        for piece in pieces:
            draft = draft_of(piece, None)
            # One folder holds them all here, so that slugs of two kinds may meet.
            draft.slug = f"{piece.kind}-{draft.slug}"
            library.pages[piece.path] = home.add_child(instance=draft)
        for piece in pieces:
            page = library.pages[piece.path]
            slug = page.slug
            write_page(page, piece, library)
            page.slug = slug
            page.save_revision().publish()
        # A second time, because documents name each other only once all of them exist.
        sweep()
        sweep()
    return {path: item_of(page).data for path, page in library.pages.items()}


def _organisations(keys: set[str]) -> dict[str, Organisation]:
    found = {}
    for entry in read("organisations.yaml"):
        if entry["key"] in keys:
            organisation = found[entry["key"]] = Organisation()
            write_organisation(organisation, entry)
            organisation.save()
    return found


def _upload(file: str, model: type) -> Image | Document:
    upload = model()
    write_upload(upload, CONTENT / file)
    return upload
