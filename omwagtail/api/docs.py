"""The description of the API for people: a page of our own, and Swagger UI for who wants it.

The page is made on the server from the same description that machines read. It needs no script,
so a strict policy and every reader can do with it. Swagger UI sets styles on elements, which no
strict policy allows; it therefore has an address and a policy of its own.
"""

from urllib.parse import urlsplit

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.http import require_safe

from omwagtail import __version__
from omwagtail.api.addresses import LISTS, base_of, detail_path
from omwagtail.api.reading_schema import read_groups
from omwagtail.api.schema import openapi
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.origins import origin_of_request

SIDECAR = "drf_spectacular_sidecar"
SWAGGER = f"{SIDECAR}/swagger-ui-dist/swagger-ui"


@require_safe
@xframe_options_deny
def documentation(request: HttpRequest) -> HttpResponse:
    """All operations, with parameters, answers, examples, and addresses to try."""
    response = render(
        request,
        "omwagtail/api/docs.html",
        {
            "groups": read_groups(openapi(), base_of(request), _known_paths(request)),
            "version": __version__,
            "has_swagger": apps.is_installed(SIDECAR),
        },
    )
    return _with_headers(response)


@require_safe
@xframe_options_deny
def swagger(request: HttpRequest) -> HttpResponse:
    """Swagger UI, where the app with its files is installed."""
    if not apps.is_installed(SIDECAR):
        raise Http404(f"{SIDECAR} is not among INSTALLED_APPS.")
    response = render(
        request,
        "omwagtail/api/swagger.html",
        {"style": static(f"{SWAGGER}.css"), "script": static(f"{SWAGGER}-bundle.js")},
    )
    response["Content-Security-Policy"] = _swagger_policy()
    return _with_headers(response)


def _swagger_policy() -> str:
    """Strict, but for the styles that Swagger UI sets on elements and pictures that are data."""
    parts = urlsplit(static(f"{SWAGGER}.css"))
    files = f"'self' {parts.scheme}://{parts.netloc}" if parts.scheme else "'self'"
    return (
        f"default-src 'none'; script-src {files}; style-src {files} 'unsafe-inline'; "
        f"img-src {files} data:; font-src {files}; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _with_headers(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-cache"
    response["Referrer-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _known_paths(request: HttpRequest) -> dict[str, str]:
    """For an address with variable parts one under which there is something."""
    paths = {
        "/om/api/v1/vocabularies/{name}/": reverse("omwagtail_vocabulary", args=["topics"]),
        "/om/api/v1/schemas/{name}.json": reverse("omwagtail_json_schema", args=["check"]),
    }
    visible = Item.objects.visible_at(origin_of_request(request))
    for name, document_type in LISTS.items():
        items = visible.of_type(document_type) if document_type else visible
        if key := items.values_list("key", flat=True).first():
            paths[f"/om/api/v1/{name}/{{key}}/"] = detail_path(document_type, key)
            if document_type == "check":
                paths["/om/api/v1/checks/{key}/editions/"] = reverse(
                    "omwagtail_editions", args=[key]
                )
    return paths
