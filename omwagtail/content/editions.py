"""The editions of a check: a number, a date, and the fingerprint of what was published under it.

A page is one check for ever: a new edition is a draft of the same page, so its document keeps its
id, and topics and checkpoints keep theirs.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page, Revision

from omwagtail.catalogue.building import without_blanks
from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import ItemState
from omwagtail.catalogue.sources import place
from omwagtail.content.checklist import Hint
from omwagtail.questionnaires import fingerprint
from omwagtail.rendering.editions import EditionLink, edition_links


def published_edition(check: models.Model) -> dict[str, Any] | None:
    """Number, date and fingerprint of the edition that visitors see; None where they see none."""
    item = item_of(check) if check.pk else None
    if item is not None and item.state == ItemState.ACCEPTED:
        return item.data.get("body", {}).get("edition")
    if not check.pk or not check.live:
        return None
    # It stays on this site, or is not taken up yet.
    shown = type(check)._base_manager.get(pk=check.pk)
    with translation.override(place(shown).language):
        return without_blanks(shown.to_document()["body"]["edition"])


def frozen_editions(check: models.Model) -> list[EditionLink]:
    """All editions that keep their address, the newest first; none where visitors see none."""
    item = item_of(check) if check.pk else None
    if item is None or item.state != ItemState.ACCEPTED:
        return []
    links = edition_links(item)
    return [replace(link, path=item.origin + link.path) for link in links]


def fingerprint_now(check: models.Model) -> str:
    """The fingerprint that the page's definition has as it stands in the editor."""
    with translation.override(place(check).language):
        return fingerprint(check.definition())


def start_edition(check: Page, user: models.Model) -> Revision:
    """Save a draft of ``check`` with the next number and no date. What is published stays.

    A draft that is ahead of it already keeps its number: none is skipped by asking twice.
    """
    draft = check.get_latest_revision_as_object()
    number = draft.edition_number or 1
    published = (published_edition(check) or {}).get("number", number)
    draft.edition_number = max(number, published + 1)
    draft.edition_date = None
    # A draft may have blanks.
    return draft.save_revision(user=user, log_action=True, clean=False)


def hints_on_edition(check: models.Model) -> Iterator[Hint]:
    """On a missing date, and on questions that changed although the number did not."""
    published = published_edition(check)
    number = check.edition_number or 1
    if published and number < published.get("number", 1):
        text = gettext("Edition %(published)s is published; this page says edition %(number)s.")
        params = {"published": published["number"], "number": number}
        yield Hint(text % params, "edition_number")
    elif published and number == published.get("number"):
        frozen = published.get("fingerprint")
        if frozen and frozen != fingerprint_now(check):
            text = gettext(
                "The questions have changed, but the edition is still number %(number)s, which is "
                "published. If answers mean something else now, choose “New edition” in the menu "
                "above. For corrected spelling the number may stay."
            )
            yield Hint(text % {"number": number}, "edition_number")
    if check.edition_date is None:
        text = gettext("The edition has no date. By it readers see how current the check is.")
        yield Hint(text, "edition_date")
