"""Nothing is published that other sites would refuse: the editor is told instead."""

import re
from dataclasses import replace
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from omwagtail.catalogue.building import build_document, write_document
from omwagtail.catalogue.serving import NO_ID
from omwagtail.catalogue.sources import place, takes_part
from omwagtail.conf import settings
from omwagtail.documents import MAX_DOCUMENT_BYTES, MAX_IMAGES, DocumentError, parse_document

# A page that is not saved yet has no address, and where a site's own address is wrong the operator
# is told, not the editor: the rest is tried out with this one.
NOWHERE = "https://not-published.example"
TOO_MANY_PICTURES = re.compile(r"images: there are more than")


class PublishingForm:
    """The part of a page's admin form that tries out the document before it is published.

    Drafts, autosaves and previews defer what is required (``is_deferred_validation``); then
    nothing is tried out, since drafts may be incomplete.
    """

    def _post_clean(self) -> None:
        # Not clean(): only after this has the page the values of the form.
        super()._post_clean()
        if self.is_deferred_validation or self.errors or not takes_part(self.instance):
            return
        try:
            try_document(self.instance)
        except DocumentError as error:
            self.add_error(None, ValidationError(words_for(error), code="document"))


class PublishingFormClass:
    """A page's ``base_form_class``: that of the partner's own base page, with ``PublishingForm``.

    Looked up in the class that follows the mixin, so that the mixin hides nobody's form.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.owner, self.name = owner, name

    def __get__(self, instance: models.Model | None, model: type[models.Model]) -> type:
        return _with_publishing(getattr(super(self.owner, model), self.name))


@cache
def _with_publishing(form_class: type) -> type:
    return type(form_class)(form_class.__name__, (PublishingForm, form_class), {})


def try_document(source: models.Model) -> dict[str, Any]:
    """The document of ``source``, as others would read it. Raises DocumentError."""
    placement = replace(place(source), origin=NOWHERE, url=f"{NOWHERE}/")
    document = build_document(source, placement, urn=NO_ID, rev=1)
    parse_document(write_document(document), allow_loopback_http=settings.DEMO_MODE)
    return document


def words_for(error: DocumentError) -> str:
    """Why a document cannot be published, in an editor's words."""
    if error.code == "too-large":
        return gettext(
            "This page is too long to be passed on to other sites: with all its texts it may have "
            "%(kilobytes)s kilobytes. Divide it into several pages, or choose “Only on this site”."
        ) % {"kilobytes": MAX_DOCUMENT_BYTES // 1024}
    if TOO_MANY_PICTURES.match(error.message):
        return gettext(
            "There are more than %(count)s pictures on this page, those of its sections included. "
            "Take some away."
        ) % {"count": MAX_IMAGES}
    return gettext(
        "Other sites could not read this page, so it cannot be published as it is: %(reason)s"
    ) % {"reason": error.message}
