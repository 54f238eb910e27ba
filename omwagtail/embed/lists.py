"""Which items a framed list shows: what its address asks for."""

from django.http import QueryDict
from django.utils.translation import gettext

from omwagtail.catalogue.models import ItemTerm, ItemType
from omwagtail.catalogue.queries import ItemQuerySet
from omwagtail.vocabularies import vocabulary

DEFAULT_LIMIT = 6
MAX_LIMIT = 24
# Parameter, which is the scheme of ItemTerm too, and the vocabulary that its codes are from.
FILTERS = {"topic": "topics", "region": "regions"}
# The scheme of a publisher's id, which is in no vocabulary.
ORGANISATION = "organisation"


class BadParameter(ValueError):
    """A parameter of the address has a value that is not known; says which, to a web editor."""


def chosen_items(parameters: QueryDict, shown: ItemQuerySet) -> ItemQuerySet:
    """Of what the site shows, newest first. A parameter given twice means one or the other value,
    and so do several with commas.

    ``type`` is a document type (without it, all but organisations), ``topic`` and ``region`` are
    codes of the vocabularies, ``organisation`` is the id of a publisher, ``limit`` is 1 to 24.
    Raises BadParameter.
    """
    return matching_items(parameters, shown)[: _limit(parameters)]


def matching_items(parameters: QueryDict, shown: ItemQuerySet) -> ItemQuerySet:
    """The same without a limit."""
    items = shown
    if types := _types(parameters):
        items = items.filter(type__in=types)
    else:
        items = items.exclude(type=ItemType.ORGANISATION)
    for scheme in (*FILTERS, ORGANISATION):
        if codes := _codes(parameters, scheme):
            items = items.with_term(scheme, *codes)
    return items.newest_first()


def _types(parameters: QueryDict) -> list[str]:
    types = _values(parameters, "type")
    for value in types:
        if value not in ItemType.values:
            raise _bad("type", value, ", ".join(ItemType.values))
    return types


def _codes(parameters: QueryDict, scheme: str) -> list[str]:
    codes = _values(parameters, scheme)
    known = vocabulary(FILTERS[scheme]) if scheme in FILTERS else ()
    for code in codes:
        # A partner's own code is in no vocabulary, but on some item.
        if code not in known and not ItemTerm.objects.filter(scheme=scheme, code=code).exists():
            raise _bad(scheme, code, _allowed(scheme))
    return codes


def _allowed(scheme: str) -> str:
    if scheme == ORGANISATION:
        return gettext("the id of an organisation that has published something here (urn:uuid:…)")
    return gettext("a code of the vocabulary “%s”") % FILTERS[scheme]


def _limit(parameters: QueryDict) -> int:
    given = parameters.get("limit") or str(DEFAULT_LIMIT)
    limits = {str(number): number for number in range(1, MAX_LIMIT + 1)}
    if given not in limits:
        raise _bad("limit", given, gettext("a number from 1 to %s") % MAX_LIMIT)
    return limits[given]


def _values(parameters: QueryDict, name: str) -> list[str]:
    given = ",".join(parameters.getlist(name)).split(",")
    return [value for value in given if value]


def _bad(name: str, value: str, allowed: str) -> BadParameter:
    sentence = gettext("The address of this list says “%(name)s=%(value)s”. Allowed: %(allowed)s.")
    return BadParameter(sentence % {"name": name, "value": value[:60], "allowed": allowed})
