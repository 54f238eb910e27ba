"""Every page of the runner, as the server renders it: in the site and in frames."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from omwagtail.catalogue.models import Item
from omwagtail.questionnaires import fingerprint
from omwagtail.urls import urlpatterns

Body = dict[str, Any]

FILLED_IN: dict[str, Any] = {
    "a-z1": "much",
    "a-z2": "some",
    "a-g1": "none",
    "a-p1": "not-applicable",
    "n-z1": "Steht seit Jahren auf der Liste.",
    "name": "Werkstatt",
    "s": "m2",
    "m-0-id": "m1",
    "m-0-text": "Ziele aufschreiben",
    "m-0-checkpoint": "z1",
    "m-0-priority": "high",
    "m-0-who": "Chefin",
    "m-0-until": "2027-03-31",
    "m-0-control": "im Mai",
    "m-0-done": "1",
    "m-0-effect": "yes",
    "m-1-id": "m2",
    "m-1-text": "Neue Leute suchen",
}


def responses_of(client: Client, item: Item, began: Body | None = None) -> dict[str, HttpResponse]:
    """Name of the address and method -> answer, of all addresses of checks that give a page.

    ``began`` is the definition that somebody began to fill in; without it the current one.
    """
    query = {"from": fingerprint(began)} if began else {}
    fields = FILLED_IN | {"f": fingerprint(began or item.data["body"])}
    found = {}
    for pattern in _patterns(urlpatterns):
        url = _url(pattern, item)
        answers = {"get": client.get(url, query), "post": client.post(url, fields)}
        for method, response in answers.items():
            is_page = response.get("Content-Type", "").startswith("text/html")
            if response.status_code == 200 and is_page:
                found[f"{pattern.name} {method}"] = response
    return found


def pages_of(client: Client, item: Item, began: Body | None = None) -> dict[str, str]:
    """The HTML of these."""
    answers = responses_of(client, item, began)
    return {name: answer.content.decode() for name, answer in answers.items()}


def _patterns(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        elif (pattern.name or "").startswith(("omwagtail_check", "omwagtail_embed_check")):
            yield pattern


def _url(pattern: URLPattern, item: Item) -> str:
    values = {"key": item.key, "number": 2, "format": "none"}
    return reverse(pattern.name, kwargs={name: values[name] for name in pattern.pattern.converters})
