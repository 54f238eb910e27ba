"""Handing over to an adviser without scripts: the page, and the text as a file."""

from django.http import HttpRequest, HttpResponse

from omwagtail.catalogue.models import Item
from omwagtail.runner.asked import asked_edition
from omwagtail.runner.context import handover_context
from omwagtail.runner.exports import file_name
from omwagtail.runner.frames import Frame
from omwagtail.runner.handover import contacts_for, handover_page
from omwagtail.runner.planning import planned
from omwagtail.runner.responses import respond, speaking
from omwagtail.runner.views import back_to_form, check_view, to_be_mended


@check_view
def check_handover(request: HttpRequest, item: Item, *, frame: Frame | None) -> HttpResponse:
    """What an adviser would be given, to be looked at first; ``do=file`` gives it as a file."""
    if request.method != "POST":
        return back_to_form(item, frame=frame)
    asked = asked_edition(item, request.POST)
    if mended := to_be_mended(request, asked, frame=frame):
        return mended
    contacts = contacts_for(request, asked.document)
    if request.POST.get("do") == "file":
        record = planned(asked.body, request.POST)
        with speaking(item.language):
            text = handover_page(asked.document, record, request.POST, contacts).text
        return _file(text, file_name(asked.document.get("title") or ""))
    return respond(
        request,
        "omwagtail/check/handover.html",
        lambda: handover_context(asked, request.POST, contacts, frame=frame),
        language=item.language,
        frame=frame,
    )


def _file(text: str, name: str) -> HttpResponse:
    # What editors on Windows open best.
    content = text.replace("\n", "\r\n").encode()
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.txt"'
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response
