"""As much of schema.org as pages use: which properties a type has, and what their values are.

Written down from the definitions at schema.org; properties of the parent types are included.
``require`` are those without which search engines take no notice of a thing.
"""

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

TEXT, URL, DATE, DAY, DURATION, NUMBER = "Text", "URL", "Date", "Day", "Duration", "Number"

THING = {"name": TEXT, "description": TEXT, "url": URL, "image": "ImageObject", "identifier": TEXT}
THING |= {"alternateName": TEXT}
CREATIVE_WORK = THING | {
    "headline": TEXT,
    "inLanguage": TEXT,
    "datePublished": DATE,
    "dateModified": DATE,
    "publisher": "Organization",
    "author": "Organization",
    "license": URL,
    "creditText": TEXT,
    "keywords": TEXT,
    "about": "Event",
    "spatialCoverage": "Place",
    "isPartOf": "CreativeWorkSeries",
    "position": NUMBER,
    "mainEntity": ("Article", "Organization", "LearningResource"),
    "version": TEXT,
    "timeRequired": DURATION,
    "audience": "Audience",
    "learningResourceType": TEXT,
}
TYPES = {
    "WebPage": CREATIVE_WORK
    | {"primaryImageOfPage": "ImageObject", "breadcrumb": "BreadcrumbList"},
    "Article": CREATIVE_WORK,
    "LearningResource": CREATIVE_WORK,
    "CreativeWorkSeries": CREATIVE_WORK,
    "ImageObject": CREATIVE_WORK | {"width": NUMBER, "height": NUMBER, "caption": TEXT},
    "Organization": THING
    | {
        "logo": "ImageObject",
        "foundingDate": DATE,
        "areaServed": TEXT,
        "member": "Organization",
    },
    "Event": THING
    | {"startDate": DAY, "endDate": DAY, "location": "Place", "organizer": "Organization"},
    "Place": THING | {"address": TEXT},
    "Audience": THING | {"audienceType": TEXT},
    "BreadcrumbList": THING | {"itemListElement": "ListItem"},
    "ListItem": THING | {"position": NUMBER, "item": URL},
}
REQUIRED = {
    "Article": {"headline"},
    "Organization": {"name"},
    "LearningResource": {"name"},
    "Event": {"name", "startDate"},
    "ImageObject": {"url"},
    "ListItem": {"position", "name"},
    "BreadcrumbList": {"itemListElement"},
}


def mistakes(value: Any, expected: str | tuple[str, ...] = "WebPage", place: str = "") -> list[str]:
    """What is wrong with a description; each line begins with its place."""
    if isinstance(value, list):
        return [line for entry in value for line in mistakes(entry, expected, place)]
    if isinstance(value, dict):
        return _mistakes_of_thing(value, expected, place)
    return [] if _fits(value, expected) else [f"{place}: {value!r} is no {expected}"]


def _mistakes_of_thing(thing: dict, expected: str | tuple[str, ...], place: str) -> list[str]:
    kind = thing.get("@type")
    if kind not in ((expected,) if isinstance(expected, str) else expected):
        return [f"{place}: a {kind} where a {expected} belongs"]
    found = [f"{place}: a {kind} needs {name}" for name in REQUIRED.get(kind, set()) - thing.keys()]
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        if name not in TYPES[kind]:
            found.append(f"{place}: a {kind} has no {name}")
        else:
            found += mistakes(value, TYPES[kind][name], f"{place}/{name}")
    return found


def _fits(value: Any, expected: Any) -> bool:
    match expected:
        case "Number":
            return isinstance(value, int | float)
        case "Text":
            return isinstance(value, str) and value.strip() != ""
        case "URL":
            parts = urlsplit(value)
            return parts.scheme in ("http", "https") and bool(parts.netloc)
        case "Duration":
            return re.fullmatch(r"PT\d+M", value) is not None
        case "Day":
            return _is_date(value, date.fromisoformat)
        case "Date":
            year_or_month = re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", value)
            return bool(year_or_month) or _is_date(value, datetime.fromisoformat)
    return False


def _is_date(value: str, parse: Any) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True
