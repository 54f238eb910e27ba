"""Items and a directory as pages, for tests that look at them through HTTP."""

from types import SimpleNamespace

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from omwagtail.catalogue.models import Item
from omwagtail.rendering import render_document
from tests.documents import factories

# Nothing but what the own site serves: no inline script, style or handler.
STRICT_POLICY = "default-src 'self'"

FILTERS = [
    {
        "name": "type",
        "label": "Art",
        "options": [
            {"code": "check", "label": "Check", "count": 2, "selected": True},
            {"code": "network", "label": "Netzwerk", "count": 1, "selected": False},
        ],
    },
    {
        "name": "region",
        "label": "Region",
        "options": [
            {"code": "DE", "label": "Deutschland", "count": 3, "selected": False, "level": 0},
            {"code": "DED", "label": "Sachsen", "count": 3, "selected": False, "level": 1},
        ],
    },
]
ACTIVE = [{"label": "Art: Check", "remove_url": "?region=DED"}]


class DirectoryPage(SimpleNamespace):
    """As much of a Wagtail page as the templates ask for."""

    title = "Alle Beiträge"
    intro = "<p>Was sich bewährt hat.</p>"
    path = ""

    def get_url(self, request: HttpRequest | None = None) -> str:
        return "/directory/"


def show_item(request: HttpRequest, key: str) -> HttpResponse:
    item = get_object_or_404(Item, key=key)
    return strict(render_document(request, item.data, item=item, page=DirectoryPage()))


def show_draft(request: HttpRequest, type: str) -> HttpResponse:
    return strict(render_document(request, factories.MINIMAL[type]()))


def show_directory(request: HttpRequest) -> HttpResponse:
    return strict(TemplateResponse(request, "omwagtail/directory.html", directory_context(request)))


def directory_context(request: HttpRequest, per_page: int = 3) -> dict:
    """What DirectoryMixin gives to its template."""
    items = Paginator(Item.objects.visible().order_by("pk"), per_page)
    return {
        "page": DirectoryPage(),
        "items": items.get_page(request.GET.get("page")),
        "filters": FILTERS,
        "active": ACTIVE,
        "total": items.count,
    }


def strict(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = STRICT_POLICY
    return response
