"""The members of documents in the words of an editor, and how their values are said."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from omwagtail.documents import plain_text
from omwagtail.rendering.provenance import licence_name
from omwagtail.rendering.wording import date_in_words, label_of, number_in_words

NAMES = {
    "actors": _lazy("Who took part"),
    "agreements": _lazy("Agreements"),
    "aliases": _lazy("Earlier addresses"),
    "alt": _lazy("Description of the picture"),
    "as_of": _lazy("As of"),
    "attribution": _lazy("Credit line"),
    "audience": _lazy("For whom"),
    "audiences": _lazy("For whom"),
    "bands": _lazy("Words for results"),
    "benefit": _lazy("Benefit"),
    "bodies": _lazy("Bodies"),
    "body": _lazy("Content"),
    "bytes": _lazy("Size of the file"),
    "checkpoints": _lazy("Checkpoints"),
    "code": _lazy("Code"),
    "columns": _lazy("Columns"),
    "company_sizes": _lazy("Company sizes"),
    "competences": _lazy("Competences"),
    "completion": _lazy("When the check is done"),
    "contacts": _lazy("Contacts"),
    "contribution": _lazy("Contribution"),
    "coordination": _lazy("Coordination"),
    "count": _lazy("Number"),
    "counterpart": _lazy("Check for the other side"),
    "credit": _lazy("Credit of the picture"),
    "date": _lazy("Date"),
    "edition": _lazy("Edition"),
    "email": _lazy("E-mail"),
    "end": _lazy("End"),
    "event": _lazy("Event"),
    "expires": _lazy("Expires"),
    "facts": _lazy("Facts"),
    "files": _lazy("Downloads"),
    "focus_areas": _lazy("Focus areas"),
    "founded": _lazy("Founded"),
    "from": _lazy("From"),
    "funder": _lazy("Funder"),
    "funding": _lazy("Funding"),
    "goals": _lazy("Goals"),
    "good_practice": _lazy("Good practice"),
    "heading": _lazy("Heading"),
    "help": _lazy("Help"),
    "html": _lazy("Text"),
    "id": _lazy("Id"),
    "images": _lazy("Pictures"),
    "intro": _lazy("Introduction"),
    "issuer": _lazy("Issuer"),
    "key": _lazy("Key"),
    "kind": _lazy("Kind"),
    "label": _lazy("Label"),
    "language": _lazy("Language"),
    "legal_form": _lazy("Legal form"),
    "lessons": _lazy("Lessons"),
    "levels": _lazy("Ratings"),
    "licence": _lazy("Licence"),
    "links": _lazy("Links"),
    "logo": _lazy("Logo"),
    "media_type": _lazy("Kind of file"),
    "meeting_rhythm": _lazy("How often it meets"),
    "members": _lazy("Members"),
    "milestones": _lazy("Milestones"),
    "minutes": _lazy("Minutes"),
    "name": _lazy("Name"),
    "need": _lazy("Need for action"),
    "not_applicable": _lazy("Rating “not applicable”"),
    "note": _lazy("Note"),
    "number": _lazy("Number"),
    "organisation": _lazy("Organisation"),
    "origin": _lazy("Site"),
    "partner_since": _lazy("Partner since"),
    "period": _lazy("Period"),
    "phone": _lazy("Telephone"),
    "place": _lazy("Place"),
    "plan": _lazy("Columns of the plan"),
    "programme": _lazy("Programme"),
    "published": _lazy("Published"),
    "publisher": _lazy("Publisher"),
    "quotes": _lazy("Quotations"),
    "recognition": _lazy("Recognition"),
    "region": _lazy("Region"),
    "regions": _lazy("Regions"),
    "related": _lazy("Related"),
    "relation": _lazy("Relation"),
    "reuse": _lazy("What others may show"),
    "role": _lazy("Role"),
    "rule": _lazy("Rule"),
    "scale": _lazy("Scale"),
    "scope": _lazy("Concerns"),
    "sections": _lazy("Sections"),
    "sectors": _lazy("Sectors"),
    "series": _lazy("Series"),
    "share": _lazy("Share in percent"),
    "short_name": _lazy("Short name"),
    "since": _lazy("Since"),
    "sources": _lazy("Where the facts come from"),
    "speaker": _lazy("Speaker"),
    "statement": _lazy("Statement"),
    "success_factors": _lazy("Success factors"),
    "suggested_measures": _lazy("Suggested measures"),
    "summary": _lazy("Summary"),
    "symbol": _lazy("Symbol"),
    "text": _lazy("Text"),
    "time": _lazy("Time"),
    "title": _lazy("Title"),
    "to": _lazy("To"),
    "topics": _lazy("Topics"),
    "translation_of": _lazy("Translation of"),
    "type": _lazy("Kind"),
    "unit": _lazy("Unit"),
    "uri": _lazy("Address"),
    "url": _lazy("Address"),
    "value": _lazy("Value"),
    "website": _lazy("Website"),
    "weight": _lazy("Weight"),
    "year": _lazy("Year"),
}
# Vocabulary by the member that holds its codes.
VOCABULARIES = {
    "audience": "audiences",
    "audiences": "audiences",
    "company_sizes": "company-sizes",
    "competences": "topics",
    "region": "regions",
    "regions": "regions",
    "sectors": "sectors",
    "success_factors": "success-factors",
    "topics": "topics",
    "type": "organisation-types",
}
# Kinds are of one list for sections, of another for events, of a third for funding.
KINDS = {"sections": "section-kinds", "event": "event-kinds", "funding": "funding-kinds"}
DATES = frozenset({"date", "end", "expires", "founded", "from", "partner_since", "published"})
DATES |= {"since", "to", "as_of"}
# Members with rich text, wherever they stand.
RICH = frozenset({"html", "intro", "help"})
# What a reader of a document never sees: digests and derived sizes, and what changes each time.
UNSEEN = frozenset({"v", "op", "rev", "modified", "fingerprint", "srcset", "width", "height"})
MAX_NAME = 60


def name_of(member: str) -> str:
    """A member in words; of one that this version does not know, its own name."""
    found = NAMES.get(member)
    return str(found) if found else _("Unknown member “%s”") % member[:MAX_NAME]


def holder_of(path: tuple[str, ...]) -> str:
    """The member in whose entries a value stands, which says of what list a kind is."""
    return next((name for name in reversed(path[:-1]) if name in KINDS), "")


def in_words(value: Any, path: tuple[str, ...]) -> str:
    """A single value as an editor reads it; ``path`` are the members that lead to it."""
    member = path[-1] if path else ""
    vocabulary = KINDS.get(holder_of(path), "") if member == "kind" else VOCABULARIES.get(member)
    match value:
        case bool():
            return _("yes") if value else _("no")
        case str() if vocabulary:
            return label_of(value, vocabulary)
        case str() if member in DATES:
            return date_in_words(value)
        case str():
            return value
        case int() | float():
            # A year has no separator, and a free number may be one.
            return str(value) if member in ("year", "value", "number") else number_in_words(value)
        case {"code": str(), "label": str()} if len(value) == 2:
            return label_of(value, "")
        case {"uri": str(uri)} if member == "licence":
            # The address too: whoever publishes chooses the name.
            return f"{licence_name(value)} ({uri})" if licence_name(value) != uri else uri
        case _:
            return ""


def is_single(value: Any, path: tuple[str, ...]) -> bool:
    """Whether a value is said in one piece, and not member by member."""
    if not isinstance(value, dict | list):
        return True
    return isinstance(value, dict) and bool(in_words(value, path))


def title_of(value: Any) -> str:
    """What an entry of a list is called, so that an editor finds it; empty for none."""
    if not isinstance(value, dict):
        return ""
    for member in ("heading", "title", "name", "statement", "label", "alt", "text"):
        if isinstance(text := value.get(member), str) and text.strip():
            return plain_text(text[:500])[:80]
    return title_of(value.get("organisation"))
