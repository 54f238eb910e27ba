"""Filling in a check: stateless views. Answers travel in forms; nothing is stored or logged.

The same views serve the site's own pages and, with ``frame=True``, frames on other sites.
"""

from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from omwagtail.catalogue.models import Item, ItemType
from omwagtail.questionnaires import clean_record
from omwagtail.rendering.provenance import provenance_of
from omwagtail.rendering.sites import shown_items, shown_origin
from omwagtail.runner.asked import Asked, asked_edition
from omwagtail.runner.context import (
    addresses,
    declaration_context,
    form_context,
    plan_context,
    result_context,
)
from omwagtail.runner.frames import Frame, frame_of
from omwagtail.runner.handover import contacts_for, regions_of
from omwagtail.runner.opening import (
    OPEN,
    FileTrouble,
    Trouble,
    fingerprint_of,
    keep_files_in_memory,
    notes_too_long,
    saved_record,
    with_whole_notes,
)
from omwagtail.runner.related import related_entries
from omwagtail.runner.responses import respond
from omwagtail.runner.state import Record, record_of

View = Callable[..., HttpResponse]
Context = Callable[..., dict[str, Any]]


def find_check(request: HttpRequest, key: str) -> Item | None:
    """The check with this key, if the site that was asked may show it now."""
    return shown_items(request).of_type(ItemType.CHECK).filter(key=key).first()


def check_view(view: View) -> View:
    """A view that is given a check, and 404 in the same layout where there is none.

    A check whose publisher allows no more than an extract is filled in at its origin.

    No CSRF cookie is needed, since a request changes nothing; error reports leave answers out.
    """

    @csrf_exempt
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def with_check(
        request: HttpRequest, key: str, *, frame: bool = False, **arguments: str
    ) -> HttpResponse:
        place = frame_of(request) if frame else None
        item = find_check(request, key)
        if item is None:
            return respond(request, "omwagtail/check/gone.html", frame=place, status=404)
        provenance = provenance_of(item.data, item, shown_origin(request))
        if not provenance.shows_everything:
            context = {"document": item.data, "provenance": provenance}
            return respond(request, "omwagtail/check/elsewhere.html", lambda: context, frame=place)
        return view(request, item, frame=place, **arguments)

    return with_check


@check_view
def check_form(request: HttpRequest, item: Item, *, frame: Frame | None) -> HttpResponse:
    """The check as a form; a POST brings back what was filled in, or a file that was saved."""
    # Answers are never read from an address, where they would be logged.
    if request.method != "POST":
        return _form_page(request, asked_edition(item, request.GET), frame=frame)
    keep_files_in_memory(request)
    asked = asked_edition(item, request.POST)
    if OPEN not in request.POST:
        record = record_of(asked.body, request.POST)
        return to_be_mended(request, asked, frame=frame) or _form_page(
            request, asked, record, frame=frame
        )
    try:
        saved = saved_record(request, asked)
    except FileTrouble as trouble:
        record = with_whole_notes(asked.body, request.POST)
        return _form_page(request, asked, record, [trouble.trouble], frame=frame)
    asked = asked_edition(item, {"fingerprint": fingerprint_of(saved)})
    return _form_page(request, asked, clean_record(asked.body, saved), frame=frame)


def posted_page(template: str, context: Context) -> View:
    """The page that shows what a posted record adds up to; the form where something is wrong."""

    @check_view
    def view(request: HttpRequest, item: Item, *, frame: Frame | None) -> HttpResponse:
        if request.method != "POST":
            return back_to_form(item, frame=frame)
        asked = asked_edition(item, request.POST)
        if mended := to_be_mended(request, asked, frame=frame):
            return mended
        return respond(
            request,
            template,
            lambda: (
                context(asked, request.POST, frame=frame)
                | surroundings(request, asked, frame=frame)
            ),
            language=item.language,
            frame=frame,
        )

    return view


def to_be_mended(request: HttpRequest, asked: Asked, *, frame: Frame | None) -> HttpResponse | None:
    """The form with what is wrong in the posted fields, nothing of it lost; None where all is
    well."""
    troubles = notes_too_long(asked.body, request.POST)
    if not troubles:
        return None
    record = with_whole_notes(asked.body, request.POST)
    return _form_page(request, asked, record, troubles, frame=frame)


def surroundings(request: HttpRequest, asked: Asked, *, frame: Frame | None) -> dict[str, Any]:
    """What the site that was asked has beside a check; looked up where a page shows it."""
    contacts = cache(lambda: contacts_for(request, asked.document))
    return {
        "related": lambda: related_entries(request, asked.document, frame=frame),
        "contacts": contacts,
        "regions": lambda: regions_of(contacts()),
    }


def back_to_form(item: Item, *, frame: Frame | None) -> HttpResponse:
    """For an address that shows what was posted to it, and was asked for without."""
    return HttpResponseRedirect(addresses(item, frame=frame)["form_url"])


def _form_page(
    request: HttpRequest,
    asked: Asked,
    record: Record | None = None,
    troubles: Sequence[Trouble] = (),
    *,
    frame: Frame | None,
) -> HttpResponse:
    return respond(
        request,
        "omwagtail/check/form.html",
        lambda: (
            form_context(asked, record, troubles, frame=frame)
            | surroundings(request, asked, frame=frame)
        ),
        language=asked.item.language,
        frame=frame,
        status=422 if troubles else 200,
        module="check.js",
    )


check_result = posted_page("omwagtail/check/result.html", result_context)
check_plan = posted_page("omwagtail/check/plan.html", plan_context)
check_declaration = posted_page("omwagtail/check/declaration.html", declaration_context)
