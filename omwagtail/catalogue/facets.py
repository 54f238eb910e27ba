"""How many items carry each code: the numbers beside a list's filters.

Each item's row says in one number which codes it has (``Item.facets``, see ``terms.digest_of``).
What a number stands for never changes, so every process remembers it: counting then reads one
number for each item that was found, and no terms. Nothing that is remembered can be out of date,
also not after a rollback, in another process or in another database.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from sys import intern

from omwagtail.catalogue.models import ItemTerm
from omwagtail.catalogue.queries import ItemQuerySet
from omwagtail.catalogue.terms import COUNTED, digest_of

# Schemes that are columns of the item; all others are terms.
COLUMNS = ("type", "language", "origin")
# Items whose terms are read at a time.
BATCH = 500
# Numbers that a process remembers, some 300 bytes each.
MAX_KNOWN = 250_000

# Of an item for each counted scheme its codes.
Codes = tuple[tuple[str, ...], ...]


class _Memory:
    """What this process remembers; both only grow until they are replaced as a whole."""

    known: dict[int, Codes] = {}
    lists: dict[tuple[str, ...], tuple[str, ...]] = {}


_memory = _Memory()


def facet_counts(queryset: ItemQuerySet, schemes: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each scheme its codes that occur in ``queryset``, with their numbers of items.

    A scheme is one of ``COLUMNS`` or of ``terms.COUNTED`` (``topic``, ``company-size``). Regions
    are stored with their parents, so a Land counts the items of its districts too.
    """
    columns = [scheme for scheme in schemes if scheme in COLUMNS]
    # By key: a query that joins may name an item twice.
    rows = {row[0]: row for row in queryset.order_by().values_list("pk", "facets", *columns)}
    found = {}
    codes: list[Codes] | None = None
    for scheme in schemes:
        if scheme in columns:
            place = 2 + columns.index(scheme)
            numbers = Counter(map(itemgetter(place), rows.values()))
            numbers.pop("", None)
        else:
            codes = _codes_of(rows) if codes is None else codes
            of_scheme = map(itemgetter(COUNTED.index(scheme)), codes)
            numbers = Counter(chain.from_iterable(of_scheme))
        found[scheme] = dict(sorted(numbers.items()))
    return found


def counts(queryset: ItemQuerySet, scheme: str) -> dict[str, int]:
    """Code to number of items, for the codes of a scheme that occur in ``queryset``."""
    return facet_counts(queryset, [scheme])[scheme]


def type_counts(queryset: ItemQuerySet) -> dict[str, int]:
    """Document type to number of items."""
    return counts(queryset, "type")


def _codes_of(rows: dict[int, tuple]) -> list[Codes]:
    """The codes of each row; what is not remembered yet is read and, if it may be, remembered."""
    known = _memory.known
    try:
        return [known[row[1]] for row in rows.values()]
    except KeyError:
        pass
    if len(known) > MAX_KNOWN:
        # Another thread goes on with what it has.
        known, _memory.lists = {}, {}
        _memory.known = known
    unknown = [pk for pk, row in rows.items() if row[1] not in known]
    read = {}
    for pk, terms in _read(unknown):
        codes = _by_scheme(terms)
        if digest_of(terms) == rows[pk][1]:
            known[rows[pk][1]] = codes
        else:
            # The terms do not belong to the text: counted as they are, until they are written anew.
            read[pk] = codes
    return [read[pk] if pk in read else known[row[1]] for pk, row in rows.items()]


def _read(pks: Iterable[int]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """The counted terms of items, a batch at a time; an item without any has an empty list."""
    remaining = iter(pks)
    while batch := list(islice(remaining, BATCH)):
        terms: dict[int, list[tuple[str, str]]] = {pk: [] for pk in batch}
        found = ItemTerm.objects.filter(item__in=batch, scheme__in=COUNTED)
        for pk, scheme, code in found.values_list("item", "scheme", "code").order_by("code"):
            terms[pk].append((scheme, code))
        yield from terms.items()


def _by_scheme(terms: list[tuple[str, str]]) -> Codes:
    return tuple(
        # One object for equal lists: most items share theirs with others.
        _memory.lists.setdefault(codes, codes)
        for scheme in COUNTED
        for codes in [tuple(intern(code) for of, code in terms if of == scheme)]
    )
