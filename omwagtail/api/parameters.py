"""What a list can be asked: each parameter with the sentence and the schema of its description."""

from collections.abc import Iterable
from typing import Any

from omwagtail.catalogue.search.words import MAX_QUERY
from omwagtail.describing import Parameter
from omwagtail.documents import DOCUMENT_TYPES, Document
from omwagtail.views import MAX_PARAMETER

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
# Beyond this a database would count rows for a long time to skip them; a cursor goes further.
MAX_PAGE = 100_000
# What entries can hold in the place of documents.
CARD = "card"

# Filter -> vocabulary and scheme of the catalogue's terms.
TERMS = {
    "topic": ("topics", "topic"),
    "region": ("regions", "region"),
    "sector": ("sectors", "sector"),
    "audience": ("audiences", "audience"),
    "company_size": ("company-sizes", "company-size"),
    "success_factor": ("success-factors", "success-factor"),
    "organisation_type": ("organisation-types", "organisation-type"),
}
# What can be counted -> scheme of ``catalogue.facets``.
FACETS = {
    "type": "type",
    **{name: scheme for name, (_, scheme) in TERMS.items()},
    "organisation": "organisation",
    "language": "language",
    "origin": "origin",
}
ORDERINGS = ("published", "-published", "modified", "-modified", "title", "-title", "best")
# Members of a document that `fields` can name: those of all types.
MEMBERS = (*Document.model_fields, "body")

SEVERAL = "Several with commas find any of them."
TEXT = {"type": "string", "minLength": 1}
MOMENT = {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    "(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?$",
}
LANGUAGE = {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "maxLength": 35}
ORGANISATION = {
    "type": "string",
    "pattern": "^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
}
ORIGIN = {"type": "string", "pattern": "^(self|https?://[a-z0-9.:\\[\\]-]+)$", "maxLength": 300}


def _several(values: dict[str, Any]) -> dict[str, Any]:
    """The schema of values with commas between them; ``values`` is that of one."""
    return {"type": "array", "items": values, "minItems": 1}


def _codes(vocabulary: str, sentence: str = "", *example: str) -> Parameter:
    text = f"Code of the vocabulary `{vocabulary}`{sentence}. {SEVERAL}"
    return Parameter(text, _several(TEXT), list(example) or None)


def _facets(names: Iterable[str]) -> Parameter:
    return Parameter(
        "Names of filters, with commas: how many entries each of their codes has. The codes of one "
        "filter are counted as if it were not set itself: what choosing another one would give.",
        _several({"type": "string", "enum": list(names)}),
        ["topic", "region"],
    )


# What a list of one type can be asked.
LIST_PARAMETERS = {
    "topic": _codes("topics", "", "health", "leadership"),
    "region": _codes("regions", " (NUTS), which also finds what lies in the region", "DED2"),
    "near": Parameter(
        "Code of the vocabulary `regions` (NUTS): finds what lies in its Land, and without "
        "`ordering` first what lies in the region itself, then in its Regierungsbezirk.",
        TEXT,
        "DED2F",
    ),
    "sector": _codes("sectors"),
    "audience": _codes("audiences"),
    "company_size": _codes("company-sizes"),
    "success_factor": _codes("success-factors"),
    "organisation": Parameter(
        f"Id of the organisation that published it, `urn:uuid:…`. {SEVERAL}",
        _several(ORGANISATION),
        ["urn:uuid:6f1c0e1a-6c0b-4a57-9a44-0d6f5c3f7c11"],
    ),
    "organisation_type": _codes("organisation-types", ", of the publisher"),
    "language": Parameter(
        f"Language tag; `de` also finds `de-AT`. {SEVERAL}", _several(LANGUAGE), ["de"]
    ),
    "origin": Parameter(
        f"The site that published it, or `self` for the one that is asked. {SEVERAL}",
        _several(ORIGIN),
        ["self"],
    ),
    "published_since": Parameter(
        "First published then or later: a day, which begins at midnight UTC, or a time with its "
        "zone.",
        MOMENT,
        "2026-01-31",
    ),
    "modified_since": Parameter(
        "Changed then or later: a day, which begins at midnight UTC, or a time with its zone.",
        MOMENT,
        "2026-01-31T12:00:00Z",
    ),
    "q": Parameter(
        "Words that must all occur, whole or as a beginning; found in German and English forms.",
        {"type": "string", "maxLength": MAX_QUERY},
        "ausbildung",
    ),
    "ordering": Parameter(
        "Order of the entries; `-` turns it round, and `best` goes with `q` alone. Without it: "
        "`best` in a search, the nearest first with `near`, else `-published`.",
        {"type": "string", "enum": list(ORDERINGS)},
        "-modified",
    ),
    "fields": Parameter(
        "Members of the document, with commas: entries then hold these alone, and `partial`, since "
        "that is not the text that was signed.",
        _several({"type": "string", "enum": list(MEMBERS)}),
        ["title", "summary", "topics"],
    ),
    "as": Parameter(
        "`card`: entries hold, in the place of the document, what a list shows of it, as far as "
        "its publisher lets others show it: for who shows a list on a page. `fields` changes "
        "nothing then, and a search has no snippets.",
        {"type": "string", "enum": [CARD]},
        CARD,
    ),
    "facets": _facets(name for name in FACETS if name != "type"),
    "limit": Parameter(
        "Entries in a page.",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        DEFAULT_LIMIT,
    ),
    "page": Parameter(
        "Number of the page.",
        {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1},
        1,
    ),
    "cursor": Parameter(
        "In place of `page`: empty to begin, then what `next` holds. Reads a list of any length "
        "from end to end, without `count`, and nothing is left out or read twice while others "
        "publish. The order is a date or the title, `-published` without `ordering`; by `modified` "
        "or `title` a document moves when it is changed.",
        {"type": "string", "maxLength": MAX_PARAMETER},
    ),
}
# What the list of all types can be asked.
ALL_PARAMETERS = {
    "type": Parameter(
        f"Type of the documents. {SEVERAL}",
        _several({"type": "string", "enum": list(DOCUMENT_TYPES)}),
        ["practice-example"],
    ),
    **LIST_PARAMETERS,
    "facets": _facets(FACETS),
}
