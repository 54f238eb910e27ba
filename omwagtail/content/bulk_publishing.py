"""Publishing several pages at once asks no form, so it is asked here whether each is ready."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import AbstractPage

from omwagtail.catalogue.sources import is_source

# More messages than this nobody reads.
SHOWN = 5


@hooks.register("before_bulk_action")
def refuse_what_is_not_ready(
    request: HttpRequest, action_type: str, objects: list, action: object
) -> HttpResponse | None:
    """Publish all or none: a page with something wrong would fail in the middle, or go unseen."""
    if request.method != "POST" or action_type != "publish":
        return None
    pages = [one for one in objects if isinstance(one, AbstractPage)]
    with_branch = action.cleaned_form.cleaned_data.get("include_descendants", False)
    refused = [
        (page, reasons)
        for page in _drafts(pages, with_branch=with_branch)
        if (reasons := reasons_against(page))
    ]
    if not refused:
        return None
    for page, reasons in refused[:SHOWN]:
        text = gettext("“%(title)s” is not ready, so nothing was published: %(reasons)s")
        messages.error(
            request,
            text % {"title": page.get_admin_display_title(), "reasons": " ".join(reasons)},
            buttons=[
                messages.button(
                    reverse("wagtailadmin_pages:edit", args=[page.pk]), gettext("Open this page")
                )
            ],
        )
    return HttpResponseRedirect(action.next_url)


def reasons_against(page: AbstractPage) -> list[str]:
    """Why a page, as it is here, cannot be published; sentences for its editor."""
    hints = page.om_hints() if hasattr(page, "om_hints") else []
    found = [hint.text for hint in hints if hint.wrong]
    try:
        page.full_clean()
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            label = _label(page, name)
            found += [f"{label}: {text}" if label else text for text in texts]
    return found


def _drafts(pages: list[AbstractPage], *, with_branch: bool) -> Iterator[AbstractPage]:
    """The documents among the pages, and where wanted below them, as they would be published."""
    for page in pages:
        if is_source(page.specific_class or page):
            yield page.get_latest_revision_as_object()
        if with_branch:
            for below in page.get_descendants().not_live().specific():
                if is_source(below):
                    yield below.get_latest_revision_as_object()


def _label(page: AbstractPage, name: str) -> str:
    known = {field.name: field for field in page._meta.fields}
    return capfirst(known[name].verbose_name) if name in known else ""
