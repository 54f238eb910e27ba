"""What an editor can choose from: the vocabularies in the editor's language.

Migrations refer to the functions that blocks use, so their names are permanent; the terms
themselves never get into a migration.
"""

from collections.abc import Iterator

from django.utils.translation import get_language, gettext

from omwagtail.catalogue.models import ItemType
from omwagtail.vocabularies import OWN_PREFIX, Term, Vocabulary, vocabulary

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]

# Not a shared vocabulary, but the protocol's own list; chosen like one.
DOCUMENT_TYPES = "document-types"
# As many labels stand in a column of a list; more are counted.
MOST_LABELS = 3


def language() -> str:
    """The language to show labels in: the one that Django has active, else German."""
    return get_language() or "de"


def codes_of(name: str) -> frozenset[str]:
    """All codes that are valid for a list, also those that no form offers."""
    if name == DOCUMENT_TYPES:
        return frozenset(ItemType.values)
    return frozenset(term.code for term in vocabulary(name))


def label_of(name: str, code: str) -> str:
    """A code's label; the code itself when it is unknown."""
    if name == DOCUMENT_TYPES:
        return str(ItemType(code).label) if code in ItemType.values else code
    return vocabulary(name).label(code, language())


def labels_in_short(name: str, codes: list[str]) -> str:
    """The labels of the first few codes and how many more there are; empty without any."""
    labels = [label_of(name, code) for code in codes[:MOST_LABELS]]
    if len(codes) > MOST_LABELS:
        labels.append(gettext("%(count)s more") % {"count": len(codes) - MOST_LABELS})
    return ", ".join(labels)


def option_groups(name: str) -> list[Group]:
    """What a form offers, under headings; one group without a heading for a flat list.

    Regions come by Land, each with its districts after the part of the Land that holds them.
    What the site itself added to a list stands last, in a group of its own.
    """
    if name == DOCUMENT_TYPES:
        return [("", [(code, str(label)) for code, label in ItemType.choices])]
    found = vocabulary(name)
    offered = {code for code, _ in found.choices()}
    groups: list[Group] = []
    own: list[Choice] = []
    for top in found.children(None, language()):
        if top.own:
            own.append((top.code, top.label(language())))
        elif top.heading:
            groups.append(_group(found, top, offered))
        else:
            _add_to_plain_group(groups, top)
            groups += [
                _group(found, child, offered) for child in found.children(top.code, language())
            ]
    return [*groups, (gettext("Own topics of this site"), own)] if own else groups


def is_retired(name: str, code: str) -> bool:
    """Whether a code was one of the site's own topics and is no longer in the list."""
    return name == "topics" and code.startswith(OWN_PREFIX) and code not in codes_of(name)


def level_of(name: str, code: str) -> int:
    """How deep a code lies in its list; 0 at the top."""
    return 0 if name == DOCUMENT_TYPES else vocabulary(name).level(code)


def _add_to_plain_group(groups: list[Group], term: Term) -> None:
    if not groups or groups[-1][0]:
        groups.append(("", []))
    groups[-1][1].append((term.code, term.label(language())))


def _group(found: Vocabulary, term: Term, offered: set[str]) -> Group:
    choices = [(one.code, one.label(language())) for one in _branch(found, term)]
    return term.label(language()), [choice for choice in choices if choice[0] in offered]


def _branch(found: Vocabulary, term: Term) -> Iterator[Term]:
    yield term
    for child in found.children(term.code, language()):
        yield from _branch(found, child)


def _flat(name: str) -> list[Choice]:
    return vocabulary(name).choices(language())


def section_kinds() -> list[Choice]:
    """What a section of a practice example tells about."""
    return _flat("section-kinds")


def organisation_types() -> list[Choice]:
    """Kinds of organisations in the alliance."""
    return _flat("organisation-types")


def event_kinds() -> list[Choice]:
    """Kinds of events."""
    return _flat("event-kinds")


def funding_kinds() -> list[Choice]:
    """Where a network's means come from."""
    return _flat("funding-kinds")


def relations() -> list[Choice]:
    """What another document is to this one."""
    return [
        ("network-of", gettext("The network behind this example")),
        ("example-of", gettext("An example of this network")),
        ("counterpart-check", gettext("The check for the other side")),
        ("recommended-by", gettext("Recommended from here")),
    ]
