"""Nothing is published that other sites would refuse: the editor is told instead."""

import re
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from omwagtail.catalogue.building import build_document, write_document
from omwagtail.catalogue.serving import NO_ID
from omwagtail.catalogue.sources import place, takes_part
from omwagtail.conf import settings
from omwagtail.content.checklist import Hint
from omwagtail.content.forms import ReadableForm
from omwagtail.documents import MAX_DOCUMENT_BYTES, MAX_IMAGES, DocumentError, parse_document

# A page that is not saved yet has no address, and where a site's own address is wrong the operator
# is told, not the editor: the rest is tried out with this one.
NOWHERE = "https://not-published.example"
TOO_MANY_ENTRIES = re.compile(r"must not have more than (\d+) entries")
TOO_MANY_PICTURES = re.compile(r"images: there are more than")


class PublishingForm(ReadableForm):
    """The part of a page's admin form that tries out the document before it is published.

    Drafts, autosaves and previews defer what is required (``is_deferred_validation``); then
    nothing is tried out, since drafts may be incomplete.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._meta.model.om_required_to_publish:
            if name in self.fields:
                self.fields[name].required = True

    def _post_clean(self) -> None:
        # Not clean(): only after this has the page the values of the form.
        super()._post_clean()
        if self.is_deferred_validation or self.errors or not takes_part(self.instance):
            return
        try:
            try_document(self.instance)
        except DocumentError as error:
            name = field_of(error, self.instance)
            told = ValidationError(words_for(error), code="document")
            self.add_error(name if name in self.fields else None, told)


def try_document(source: models.Model) -> dict[str, Any]:
    """The document of ``source``, as others would read it. Raises DocumentError."""
    placement = replace(place(source), origin=NOWHERE, url=f"{NOWHERE}/")
    document = build_document(source, placement, urn=NO_ID, rev=1)
    parse_document(write_document(document), allow_loopback_http=settings.DEMO_MODE)
    return document


def hints_on_document(page: models.Model) -> list[Hint]:
    """What other sites would refuse to read. Nothing for a page that stays on this site."""
    if not page.title or not takes_part(page):
        return []
    try:
        try_document(page)
    except DocumentError as error:
        return [Hint(words_for(error), field_of(error, page), wrong=True)]
    return []


def field_of(error: DocumentError, page: models.Model) -> str:
    """The page's field that holds what is wrong; empty where that is no single one."""
    names = error.message.partition(":")[0].split(".")
    if names[0] == "body":
        del names[0]
    known = {field.name for field in page._meta.get_fields()}
    return names[0] if names and names[0] in known and not _is_on_pictures(error) else ""


def _is_on_pictures(error: DocumentError) -> bool:
    return bool(TOO_MANY_PICTURES.match(error.message))


def words_for(error: DocumentError) -> str:
    """Why a document cannot be published, in an editor's words."""
    if error.code == "too-large":
        return gettext(
            "This page is too long to be passed on to other sites: with all its texts it may have "
            "%(kilobytes)s kilobytes. Divide it into several pages, or choose “Only on this site”."
        ) % {"kilobytes": MAX_DOCUMENT_BYTES // 1024}
    if _is_on_pictures(error):
        return gettext(
            "There are more than %(count)s pictures on this page, those of its sections included. "
            "Take some away."
        ) % {"count": MAX_IMAGES}
    if too_many := TOO_MANY_ENTRIES.search(error.message):
        text = gettext("There are more than %(count)s entries here. Take some away.")
        return text % {"count": too_many[1]}
    return gettext(
        "Other sites could not read this page, so it cannot be published as it is: %(reason)s"
    ) % {"reason": error.message}
