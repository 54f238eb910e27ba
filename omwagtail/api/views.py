"""Where everything is, and the vocabularies."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from omwagtail.api.addresses import LISTS, base_of, list_path
from omwagtail.describing import Parameter
from omwagtail.problems import Problem
from omwagtail.views import PublicView, json_response
from omwagtail.vocabularies import UnknownVocabulary, Vocabulary, vocabulary, vocabulary_names


class RootView(PublicView):
    """What there is."""

    operation = "api_root"
    answer = {"$ref": "#/components/schemas/Links"}

    def get(self, request: Request) -> HttpResponse:
        """Addresses of everything that this API offers."""
        base = base_of(request)
        links = {name.replace("-", "_"): base + list_path(kind) for name, kind in LISTS.items()}
        names = (
            *("vocabularies", "schema", "docs", "json_schemas"),
            *("changes", "ping", "well_known", "health"),
        )
        for name in names:
            links[name] = base + reverse(f"omwagtail_{name}")
        return json_response(links)


class VocabulariesView(PublicView):
    """The vocabularies."""

    operation = "vocabularies_list"
    answer = {"$ref": "#/components/schemas/VocabularyList"}

    def get(self, request: Request) -> HttpResponse:
        """Names, titles and addresses of all vocabularies."""
        base = base_of(request)
        return json_response(
            [
                {
                    "name": name,
                    "title": vocabulary(name).title,
                    "url": base + reverse("omwagtail_vocabulary", args=[name]),
                }
                for name in vocabulary_names()
            ]
        )


class VocabularyView(PublicView):
    """One vocabulary."""

    operation = "vocabularies_detail"
    answer = {"$ref": "#/components/schemas/Vocabulary"}
    path_parameters = {
        "name": Parameter(
            "The name of a vocabulary.",
            {"type": "string", "enum": list(vocabulary_names())},
            example="topics",
        )
    }
    refusals = {404: "There is no vocabulary with this name."}

    def get(self, request: Request, name: str) -> HttpResponse:
        """All terms in their order, with labels in German and English, and their parents."""
        try:
            return json_response(describe_vocabulary(vocabulary(name)))
        except UnknownVocabulary as error:
            names = ", ".join(vocabulary_names())
            raise Problem(404, f"There is no such vocabulary. There are: {names}.") from error


def describe_vocabulary(found: Vocabulary) -> dict[str, Any]:
    """name, title and terms: code, labels, and parent, uri and heading where they apply."""
    terms = []
    for term in found:
        entry: dict[str, Any] = {"code": term.code, "labels": dict(term.labels)}
        if term.parent:
            entry["parent"] = term.parent
        if term.uri:
            entry["uri"] = term.uri
        if term.heading:
            entry["heading"] = True
        terms.append(entry)
    return {"name": found.name, "title": found.title, "terms": terms}
