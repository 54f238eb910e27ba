"""How many items carry each code: the numbers beside a list's filters.

Each item's row says in one number which codes it has (``Item.facets``, see ``terms.digest_of``).
What a number stands for never changes, so every process remembers it: counting then reads one
number for each item that was found, and no terms. Nothing that is remembered can be out of date,
also not after a rollback, in another process or in another database.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from sys import intern
from typing import Any

from django.db.models import Aggregate, CharField, Value
from django.db.models.functions import Concat

from omwagtail.catalogue.models import ItemTerm
from omwagtail.catalogue.queries import ItemQuerySet
from omwagtail.catalogue.terms import COUNTED, digest_of

# Schemes that are columns of the item; all others are terms.
COLUMNS = ("type", "language", "origin")
# Numbers that are asked for one by one; for more the terms of all that was found are read.
FEW = 500
# Numbers that a process remembers, some 300 bytes each.
MAX_KNOWN = 250_000
# Between the terms of an item, and between scheme and code; neither stands in a code.
TERM, CODE = "\n", "\t"

# The number of an item that has no term that is counted.
NO_TERMS = digest_of(())

# Of an item for each counted scheme its codes.
Codes = tuple[tuple[str, ...], ...]


class _Memory:
    """What this process remembers; both only grow until they are replaced as a whole."""

    known: dict[int, Codes] = {}
    lists: dict[tuple[str, ...], tuple[str, ...]] = {}


_memory = _Memory()


class _Joined(Aggregate):
    """Texts of a group, with ``TERM`` between them; in no order."""

    function = "STRING_AGG"
    template = f"%(function)s(%(expressions)s, '{TERM}')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list]:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)

    def as_mysql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list]:
        template = f"GROUP_CONCAT(%(expressions)s SEPARATOR '{TERM}')"
        return self.as_sql(compiler, connection, template=template, **context)


def facet_counts(queryset: ItemQuerySet, schemes: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each scheme its codes that occur in ``queryset``, with their numbers of items.

    A scheme is one of ``COLUMNS`` or of ``terms.COUNTED`` (``topic``, ``company-size``). Regions
    are stored with their parents, so a Land counts the items of its districts too.
    """
    return count_with_facets(queryset, schemes)[1]


def count_with_facets(
    queryset: ItemQuerySet, schemes: Sequence[str]
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many items there are, and ``facet_counts`` of them, from one walk over the index."""
    columns = [scheme for scheme in schemes if scheme in COLUMNS]
    queryset = _each_once(queryset.order_by())
    rows = list(queryset.values_list("facets", *columns))
    found = {}
    codes: list[Codes] | None = None
    for scheme in schemes:
        if scheme in columns:
            numbers = Counter(map(itemgetter(1 + columns.index(scheme)), rows))
            numbers.pop("", None)
        else:
            codes = _codes_of([row[0] for row in rows], queryset) if codes is None else codes
            numbers = _count_members(map(itemgetter(COUNTED.index(scheme)), codes))
        found[scheme] = dict(sorted(numbers.items()))
    return len(rows), found


def counts(queryset: ItemQuerySet, scheme: str) -> dict[str, int]:
    """Code to number of items, for the codes of a scheme that occur in ``queryset``."""
    return facet_counts(queryset, [scheme])[scheme]


def type_counts(queryset: ItemQuerySet) -> dict[str, int]:
    """Document type to number of items."""
    return counts(queryset, "type")


def _count_members(lists: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """How many of the lists hold each code: first equal lists, then what stands in them."""
    lists = list(lists)
    objects = {id(codes): codes for codes in lists}
    numbers: dict[str, int] = {}
    # By identity: a list is hashed as slowly as it is long.
    for identity, number in Counter(map(id, lists)).items():
        for code in objects[identity]:
            numbers[code] = numbers.get(code, 0) + number
    return numbers


def _each_once(queryset: ItemQuerySet) -> ItemQuerySet:
    """A query that joins may name an item twice; what does not join is left as it is."""
    if len(queryset.query.alias_map) > 1:
        return queryset.model.objects.filter(pk__in=queryset.values("pk"))
    return queryset


def _codes_of(digests: Sequence[int], queryset: ItemQuerySet) -> list[Codes]:
    """The codes of each item of a queryset with these numbers; what is not remembered yet is read
    and, if it may be, remembered."""
    known = _memory.known
    try:
        return [known[digest] for digest in digests]
    except KeyError:
        pass
    if len(known) > MAX_KNOWN:
        # Another thread goes on with what it has.
        known, _memory.lists = {}, {}
        _memory.known = known
    astray = []
    for digest, terms in _read({digest for digest in digests if digest not in known}, queryset):
        if digest_of(terms) == digest:
            known[digest] = _by_scheme(terms)
        else:
            astray.append((digest, terms))
    # Terms that do not belong to the text are counted as they are, until they are written anew.
    codes = [known[digest] for digest in digests if digest in known]
    return codes + [_by_scheme(terms) for digest, terms in astray if digest not in known]


def _read(unknown: set[int], queryset: ItemQuerySet) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """The numbers and counted terms of the items that have one of these numbers, in one query.

    Items without any term are left out, but for the number that stands for none.
    """
    items = queryset.filter(facets__in=unknown) if len(unknown) <= FEW else queryset
    terms = ItemTerm.objects.filter(item__in=items.values("pk"), scheme__in=COUNTED)
    each = terms.values_list("item", "item__facets")
    joined = each.annotate(terms=_Joined(Concat("scheme", Value(CODE), "code")))
    for _, digest, text in joined.order_by():
        if digest in unknown:
            pairs = (term.partition(CODE) for term in sorted(text.split(TERM)))
            yield digest, [(scheme, code) for scheme, _, code in pairs]
    if NO_TERMS in unknown:
        yield NO_TERMS, []


def _by_scheme(terms: list[tuple[str, str]]) -> Codes:
    codes: dict[str, list[str]] = {scheme: [] for scheme in COUNTED}
    for scheme, code in terms:
        codes[scheme].append(intern(code))
    # One object for equal lists: most items share theirs with others.
    lists = map(tuple, codes.values())
    return tuple(_memory.lists.setdefault(of_scheme, of_scheme) for of_scheme in lists)
