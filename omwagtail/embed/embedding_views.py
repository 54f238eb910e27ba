"""The pages where a web editor of another site gets the line to paste."""

from typing import Any
from urllib.parse import urljoin

from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.http import require_safe
from wagtail.models import Site

from omwagtail.embed.cards import card_of
from omwagtail.embed.embedding import described, options_in
from omwagtail.embed.framing import allowed_hosts, remembered_problem
from omwagtail.embed.subjects import (
    Subject,
    directory_for,
    filters_in,
    list_choices,
    subject_of_item,
    subject_of_list,
)
from omwagtail.rendering.sites import shown_items, shown_origin
from omwagtail.runner.responses import respond

# Asked for by name only: it opens a connection.
TEST = "test"


@non_atomic_requests
@require_safe
@xframe_options_deny
def embed_item(request: HttpRequest, key: str) -> HttpResponse:
    """How other sites show one entry, if this site may show all of it."""
    item = shown_items(request).filter(key=key).first()
    if item is None or not (card := card_of(item, request)).provenance.shows_everything:
        raise Http404
    origin = _origin(request)
    subject = subject_of_item(item, page=urljoin(origin, card.url or item.url), origin=origin)
    return _page(request, subject, {})


@non_atomic_requests
@require_safe
@xframe_options_deny
def embed_list(request: HttpRequest) -> HttpResponse:
    """How other sites show a list, chosen by type, topic, region and organisation."""
    items = shown_items(request)
    filters, problem = filters_in(request.GET, items)
    directory = directory_for(Site.find_for_request(request), filters)
    subject = subject_of_list(filters, origin=_origin(request), directory=directory)
    return _page(request, subject, {"problem": problem, **list_choices(filters, items)})


def _page(request: HttpRequest, subject: Subject, more: dict[str, Any]) -> HttpResponse:
    options = options_in(request.GET, subject)
    context = described(subject, options, subject.seen_from(_origin(request))) | more
    if TEST in request.GET:
        forbidden = remembered_problem(next(iter(subject.frames.values())))
        context |= {"tested": True, "forbidden": forbidden, "allowed": allowed_hosts()}
    return respond(request, "omwagtail/embed/embedding.html", lambda: context)


def _origin(request: HttpRequest) -> str:
    return shown_origin(request) or f"{request.scheme}://{request.get_host()}"
