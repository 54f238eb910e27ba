"""The members of documents in the words of an editor, and how their values are said."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from omwagtail.documents import FULL, plain_text
from omwagtail.rendering.provenance import licence_name
from omwagtail.rendering.related import RELATIONS
from omwagtail.rendering.wording import date_in_words, label_of, number_in_words

NAMES = {
    "actors": gettext_lazy("Who took part"),
    "agreements": gettext_lazy("Agreements"),
    "aliases": gettext_lazy("Earlier addresses"),
    "alt": gettext_lazy("Description of the picture"),
    "as_of": gettext_lazy("As of"),
    "attribution": gettext_lazy("Credit line"),
    "audience": gettext_lazy("For whom"),
    "audiences": gettext_lazy("For whom"),
    "bands": gettext_lazy("Words for results"),
    "benefit": gettext_lazy("Benefit"),
    "bodies": gettext_lazy("Bodies"),
    "body": gettext_lazy("Content"),
    "bytes": gettext_lazy("Size of the file"),
    "checkpoints": gettext_lazy("Checkpoints"),
    "code": pgettext_lazy("check", "Code"),
    "columns": gettext_lazy("Columns"),
    "company_sizes": gettext_lazy("Company sizes"),
    "competences": gettext_lazy("Competences"),
    "completion": gettext_lazy("When the check is done"),
    "contacts": gettext_lazy("Contacts"),
    "contribution": gettext_lazy("Contribution"),
    "coordination": gettext_lazy("Coordination"),
    "count": pgettext_lazy("how many", "Number"),
    "counterpart": gettext_lazy("Check for the other side"),
    "credit": gettext_lazy("Credit of the picture"),
    "date": gettext_lazy("Date"),
    "edition": gettext_lazy("Edition"),
    "email": gettext_lazy("E-mail"),
    "end": gettext_lazy("End"),
    "event": gettext_lazy("Event"),
    "expires": gettext_lazy("Expires"),
    "facts": gettext_lazy("Facts"),
    "files": gettext_lazy("Downloads"),
    "focus_areas": gettext_lazy("Focus areas"),
    "founded": gettext_lazy("Founded"),
    "from": gettext_lazy("From"),
    "funder": gettext_lazy("Funder"),
    "funding": gettext_lazy("Funding"),
    "goals": gettext_lazy("Goals"),
    "good_practice": gettext_lazy("Good practice"),
    "heading": gettext_lazy("Heading"),
    "help": gettext_lazy("Help"),
    "html": gettext_lazy("Text"),
    "id": gettext_lazy("Id"),
    "images": gettext_lazy("Pictures"),
    "intro": gettext_lazy("Introduction"),
    "issuer": gettext_lazy("Issuer"),
    "key": gettext_lazy("Key"),
    "kind": gettext_lazy("Kind"),
    "label": gettext_lazy("Label"),
    "language": gettext_lazy("Language"),
    "legal_form": gettext_lazy("Legal form"),
    "lessons": gettext_lazy("Lessons"),
    "levels": gettext_lazy("Ratings"),
    "licence": gettext_lazy("Licence"),
    "links": gettext_lazy("Links"),
    "logo": gettext_lazy("Logo"),
    "media_type": gettext_lazy("Kind of file"),
    "meeting_rhythm": gettext_lazy("How often it meets"),
    "members": gettext_lazy("Members"),
    "milestones": gettext_lazy("Milestones"),
    "minutes": gettext_lazy("Minutes"),
    "name": gettext_lazy("Name"),
    "need": gettext_lazy("Need for action"),
    "not_applicable": gettext_lazy("Rating “not applicable”"),
    "note": gettext_lazy("Note"),
    "number": pgettext_lazy("of an edition or a series", "Number"),
    "organisation": gettext_lazy("Organisation"),
    "origin": gettext_lazy("Site"),
    "partner_since": gettext_lazy("Partner since"),
    "period": gettext_lazy("Period"),
    "phone": gettext_lazy("Telephone"),
    "place": gettext_lazy("Place"),
    "plan": gettext_lazy("Columns of the plan"),
    "programme": gettext_lazy("Programme"),
    "published": gettext_lazy("Published"),
    "publisher": gettext_lazy("Publisher"),
    "quotes": gettext_lazy("Quotations"),
    "recognition": gettext_lazy("Recognition"),
    "region": gettext_lazy("Region"),
    "regions": gettext_lazy("Regions"),
    "related": gettext_lazy("Related"),
    "relation": gettext_lazy("Relation"),
    "reuse": gettext_lazy("What others may show"),
    "role": gettext_lazy("Role"),
    "rule": gettext_lazy("Rule"),
    "scale": gettext_lazy("Scale"),
    "scope": gettext_lazy("Concerns"),
    "sections": gettext_lazy("Sections"),
    "sectors": gettext_lazy("Sectors"),
    "series": gettext_lazy("Series"),
    "share": gettext_lazy("Share in percent"),
    "short_name": gettext_lazy("Short name"),
    "since": gettext_lazy("Since"),
    "sources": gettext_lazy("Where the facts come from"),
    "speaker": gettext_lazy("Speaker"),
    "statement": gettext_lazy("Statement"),
    "success_factors": gettext_lazy("Success factors"),
    "suggested_measures": gettext_lazy("Suggested measures"),
    "summary": gettext_lazy("Summary"),
    "symbol": gettext_lazy("Symbol"),
    "text": gettext_lazy("Text"),
    "time": gettext_lazy("Time"),
    "title": gettext_lazy("Title"),
    "to": pgettext_lazy("end of a range", "To"),
    "topics": gettext_lazy("Topics"),
    "translation_of": gettext_lazy("Translation of"),
    "type": gettext_lazy("Kind"),
    "unit": gettext_lazy("Unit"),
    "uri": gettext_lazy("Address"),
    "url": gettext_lazy("Address"),
    "value": gettext_lazy("Value"),
    "website": gettext_lazy("Website"),
    "weight": gettext_lazy("Weight"),
    "year": gettext_lazy("Year"),
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
# Words for what others may do with a document.
REUSES = {
    FULL: gettext_lazy("everything may be shown here"),
    "excerpt": gettext_lazy("only an excerpt may be shown here"),
    "link": gettext_lazy("only a link may be shown here"),
}
CHOICES = {
    "reuse": REUSES,
    "relation": {name: words for name, (words, _type) in RELATIONS.items()},
}
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
        case str() if member in CHOICES:
            return str(CHOICES[member].get(value, value))
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
