"""Absolute addresses of the API."""

from django.http import HttpRequest
from django.urls import reverse

from omwagtail.catalogue.origins import origin_of_request

# The lists by the last part of their address; the empty type is all of them.
LISTS = {
    "practice-examples": "practice-example",
    "checks": "check",
    "networks": "network",
    "organisations": "organisation",
    "items": "",
}
LIST_OF_TYPE = {document_type: name for name, document_type in LISTS.items()}


def base_of(request: HttpRequest) -> str:
    """Scheme and host that links are written with: the origin, which a proxy cannot distort, else
    what was asked for."""
    return base_at(origin_of_request(request), request)


def base_at(origin: str | None, request: HttpRequest) -> str:
    """The same, where it is known already at which origin was asked."""
    return origin or f"{request.scheme}://{request.get_host()}"


def list_path(document_type: str) -> str:
    """The path of the list of a type; of all items for an empty or unknown one."""
    return reverse(f"omwagtail_{LIST_OF_TYPE.get(document_type, 'items')}")


def list_name(document_type: str) -> str:
    """The name of the list in the OpenAPI description: ``practice_examples``, ``items``."""
    return LIST_OF_TYPE[document_type].replace("-", "_")


def detail_path(document_type: str, key: str) -> str:
    """The path of one document."""
    return f"{list_path(document_type)}{key}/"
