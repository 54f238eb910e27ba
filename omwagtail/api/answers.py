"""What the API says around documents, as JSON Schema (2020-12)."""

from typing import Any

URI = {"type": "string", "format": "uri"}
KEY = {
    "type": "string",
    "pattern": "^[0-9a-f]{32}$",
    "description": "The first 32 hexadecimal digits of the SHA-256 of origin, line feed and id.",
}
ORIGIN = {"type": "string", "format": "uri", "description": "Scheme, host and port of a site."}
LABELS = {
    "type": "object",
    "description": "The words by language: de and en at least.",
    "additionalProperties": {"type": "string"},
}
CODES = {"type": "array", "items": {"type": "string"}}


def entry_schema(document_type: str, document: dict[str, Any]) -> dict[str, Any]:
    """An entry of a list: the whole document, some of its members, or the way to the original."""
    return {
        "title": f"Entry ({document_type or 'any type'})",
        "description": "A document in a list: whole; with `fields`, or where its publisher no "
        "longer names a contact, some of it; or, where its publisher lets others only quote or "
        "link to it, the way to the original; with `as`, what a list shows.",
        "type": "object",
        "properties": {
            "key": KEY,
            "url": {**URI, "description": "Its address in this API."},
            "snippet": {
                "type": "string",
                "description": "With `q`: where the words stand, as HTML, escaped but for `mark`.",
            },
        },
        "required": ["key", "url"],
        "oneOf": [
            {
                "title": "Whole",
                "properties": {"document": document},
                "required": ["document"],
                "not": {"required": ["partial"]},
            },
            {
                "title": "Partial",
                "properties": {
                    "partial": {
                        "const": True,
                        "description": "`document` is not the text that was signed.",
                    },
                    "document": {"type": "object"},
                },
                "required": ["partial", "document"],
            },
            {
                "title": "Elsewhere",
                "properties": {
                    "original": {**URI, "description": "The publisher's own page."},
                    "title": {"type": "string"},
                    "summary": {"type": "string"},
                },
                "required": ["original"],
                "not": {"required": ["document"]},
            },
            {
                "title": "Card",
                "properties": {"card": {"$ref": "#/components/schemas/Card"}},
                "required": ["card"],
            },
        ],
    }


def page_schema(document_type: str, entry: dict[str, Any]) -> dict[str, Any]:
    """A page of a list."""
    address = {"type": ["string", "null"], "format": "uri"}
    return {
        "title": f"List ({document_type or 'any type'})",
        "type": "object",
        "properties": {
            "count": {
                "type": "integer",
                "minimum": 0,
                "description": "How many the filters let through; not with `cursor`.",
            },
            "next": {**address, "description": "The next page; null on the last one."},
            "previous": {**address, "description": "The page before; not with `cursor`."},
            "facets": {"$ref": "#/components/schemas/Facets"},
            "results": {"type": "array", "items": entry},
        },
        "required": ["next", "results"],
    }


PROBLEM = {
    "title": "Problem",
    "description": "Why a request was refused: problem details of RFC 9457, in English.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"parameter": {"type": "string"}, "detail": {"type": "string"}},
                "required": ["parameter", "detail"],
            },
        },
        "parameters": {**CODES, "description": "The parameters that this address knows."},
    },
    "required": ["type", "title", "status", "detail"],
}
FACETS = {
    "title": "Facets",
    "description": "With `facets`: for each name, the codes that occur under the current filters.",
    "type": "object",
    "additionalProperties": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "code": {"type": "string"},
                "label": LABELS,
                "count": {"type": "integer", "minimum": 1},
            },
            "required": ["code", "label", "count"],
        },
    },
}
CODES_WITH_WORDS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"code": {"type": "string"}, "label": LABELS},
        "required": ["code", "label"],
    },
}
CARD = {
    "title": "Card",
    "description": "With `as=card`: what a list shows of a document, as far as its publisher lets "
    "others show it. What is empty is missing.",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "link": {**URI, "description": "The publisher's own page."},
        "language": {"type": "string"},
        "summary": {"type": "string"},
        "published": {"type": "string", "format": "date-time"},
        "publisher": {"type": "string", "description": "Its name, else the host."},
        "foreign": {"type": "boolean", "description": "Whether another site published it."},
        "licence": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "uri": URI},
            "required": ["name"],
        },
        "attribution": {"type": "string"},
        "topics": CODES_WITH_WORDS,
        "regions": CODES_WITH_WORDS,
        "image": {
            "type": "object",
            "description": "A picture that is served here, the narrowest size first.",
            "properties": {
                "alt": {"type": "string"},
                "credit": {"type": "string"},
                "licence": {"type": "string"},
                "sizes": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "properties": {
                            "url": URI,
                            "width": {"type": "integer", "description": "0 where unknown."},
                            "height": {"type": "integer"},
                        },
                        "required": ["url", "width", "height"],
                    },
                },
            },
            "required": ["sizes"],
        },
    },
    "required": ["type", "title", "link", "language", "publisher", "foreign"],
}
LINKS = {
    "title": "Links",
    "description": "Addresses by name.",
    "type": "object",
    "additionalProperties": URI,
}
VOCABULARY_LIST = {
    "title": "VocabularyList",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "title": LABELS, "url": URI},
        "required": ["name", "title", "url"],
    },
}
VOCABULARY = {
    "title": "Vocabulary",
    "description": "Codes in their order, with the words that people see.",
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "title": LABELS,
        "terms": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "code": {"type": "string"},
                    "labels": LABELS,
                    "parent": {"type": "string", "description": "The code above it."},
                    "uri": {**URI, "description": "The same term in a public vocabulary."},
                    "heading": {
                        "const": True,
                        "description": "It only groups others and is given to no document.",
                    },
                },
                "required": ["code", "labels"],
            },
        },
    },
    "required": ["name", "title", "terms"],
}
SIGNING_KEY = {
    "type": "object",
    "properties": {
        "kid": {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
        "public": {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
        "created": {"type": ["string", "null"], "format": "date-time"},
        "revoked": {"type": ["string", "null"], "format": "date-time"},
    },
    "required": ["kid", "public", "created", "revoked"],
}
SUCCESSION = {
    "type": "object",
    "properties": {
        "old_origin": ORIGIN,
        "old_kid": {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
        "new_origin": ORIGIN,
        "new_kid": {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
        "sig": {"type": "string", "pattern": "^[A-Za-z0-9_-]{86}$"},
    },
    "required": ["old_origin", "old_kid", "new_origin", "new_kid", "sig"],
}
SITE = {
    "title": "Site",
    "description": "Who a site is, and how to know that a document is its own.",
    "type": "object",
    "properties": {
        "v": {"const": "om/1"},
        "name": {"type": "string"},
        "origin": ORIGIN,
        "software": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "version": {"type": "string"}},
            "required": ["name", "version"],
        },
        "keys": {"type": "array", "items": SIGNING_KEY, "minItems": 1},
        "types": CODES,
        "licence": {
            "type": ["object", "null"],
            "properties": {"uri": URI, "name": {"type": "string"}},
        },
        "relay": {
            "type": "boolean",
            "description": "Whether the feed also holds other sites' documents, unchanged.",
        },
        "feed": URI,
        "api": URI,
        "join": {
            **URI,
            "description": "Where a site asks to be read here; missing where nobody may ask.",
        },
        "successions": {
            "type": "array",
            "items": SUCCESSION,
            "description": "What former keys said of later ones, or of another address.",
        },
    },
    "required": ["v", "name", "origin", "software", "keys", "types", "feed", "api"],
}
RING = {
    "title": "Ring",
    "description": "A site says who it is: it has news, or asks to be read.",
    "type": "object",
    "properties": {
        "origin": {**ORIGIN, "maxLength": 300, "pattern": "^https?://[a-z0-9.:\\[\\]-]+$"}
    },
    "required": ["origin"],
}
ACCEPTED = {
    "title": "Accepted",
    "description": "The same answer to everybody.",
    "type": "object",
    "properties": {"status": {"const": "accepted"}},
    "required": ["status"],
}
LEVEL = {"enum": ["ok", "degraded", "failing"]}
HEALTH = {
    "title": "Health",
    "description": "How a site is: of the whole, and of each part.",
    "type": "object",
    "properties": {
        "level": LEVEL,
        "time": {"type": "string", "format": "date-time"},
        "probes": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "properties": {
                    "level": LEVEL,
                    "numbers": {"type": "object", "description": "Counts and seconds by name."},
                    "notes": {
                        "type": "array",
                        "description": "Reasons, the worst first; with the site's token only.",
                        "items": {
                            "type": "object",
                            "properties": {"level": LEVEL, "sentence": {"type": "string"}},
                            "required": ["level", "sentence"],
                        },
                    },
                },
                "required": ["level", "numbers"],
            },
        },
    },
    "required": ["level", "time", "probes"],
}
SCHEMA_LIST = {
    "title": "SchemaList",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "title": {"type": "string"}, "url": URI},
        "required": ["name", "title", "url"],
    },
}
ANSWERS: dict[str, dict[str, Any]] = {
    str(schema["title"]): schema
    for schema in (
        PROBLEM,
        FACETS,
        CARD,
        LINKS,
        VOCABULARY_LIST,
        VOCABULARY,
        SITE,
        RING,
        ACCEPTED,
        HEALTH,
        SCHEMA_LIST,
    )
}
