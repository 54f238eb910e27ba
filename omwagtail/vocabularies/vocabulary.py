"""A controlled list and what can be asked of it."""

from collections.abc import Iterable, Iterator, Mapping

from omwagtail.vocabularies.collation import german_sort_key
from omwagtail.vocabularies.terms import Term

Choice = tuple[str, str]


class Vocabulary:
    """Terms in a fixed order, found by code, with parents and children.

    ``alphabetical`` is for lists whose own order says nothing to a reader (regions, ordered by
    code): choices are then sorted by label within a level.
    """

    def __init__(
        self,
        *,
        name: str,
        title: Mapping[str, str],
        terms: Iterable[Term],
        alphabetical: bool = False,
    ) -> None:
        self.name = name
        self.title = dict(title)
        self.terms = tuple(terms)
        self.alphabetical = alphabetical
        self._by_code = {term.code: term for term in self.terms}
        self._by_uri = {term.uri: term for term in self.terms if term.uri}
        self._children: dict[str | None, list[Term]] = {}
        for term in self.terms:
            self._children.setdefault(term.parent, []).append(term)

    def __repr__(self) -> str:
        return f"<Vocabulary {self.name}: {len(self.terms)} terms>"

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def get(self, code: str) -> Term | None:
        return self._by_code.get(code)

    def find_by_uri(self, uri: str) -> Term | None:
        return self._by_uri.get(uri)

    def label(self, code: str, language: str = "de") -> str:
        """The term's label; the code itself when it is unknown, so that nothing stays blank."""
        term = self.get(code)
        return term.label(language) if term else code

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes of the broader terms, nearest first; empty for an unknown code."""
        found: list[str] = []
        term = self.get(code)
        while term is not None and term.parent is not None:
            found.append(term.parent)
            term = self.get(term.parent)
        return tuple(found)

    def with_ancestors(self, codes: Iterable[str]) -> list[str]:
        """The codes and all broader ones, each once, in the order met. Unknown codes stay."""
        found: dict[str, None] = {}
        for code in codes:
            found[code] = None
            found.update(dict.fromkeys(self.ancestors(code)))
        return list(found)

    def children(self, code: str | None, language: str = "de") -> tuple[Term, ...]:
        """The terms directly below a code (``None``: the top ones), in the order of choices."""
        return tuple(self._sorted(self._children.get(code, []), language))

    def level(self, code: str) -> int:
        """How many broader terms there are: 0 at the top; for regions the NUTS level."""
        return len(self.ancestors(code))

    def choices(self, language: str = "de") -> list[Choice]:
        """(code, label) of what can be chosen: one level after the other where alphabetical.

        Left out are headings, and a term that is the same thing as its parent since it is the
        only one below it: a reader picks "Berlin" once (DE3), not also as DE30 and DE300.
        Documents that carry such a code are valid, labelled and found all the same.
        """
        offered = [term for term in self.terms if self._is_offered(term)]
        if self.alphabetical:
            offered = self._sorted(offered, language)
            offered.sort(key=lambda term: self.level(term.code))
        return [(term.code, term.label(language)) for term in offered]

    def grouped_choices(self, language: str = "de") -> list[tuple[str, list[Choice]]]:
        """Choices under the label of their parent, as a select with option groups wants them.

        A group holds the direct children of one term; a parent that can itself be chosen
        stands in the group above it.
        """
        groups: list[tuple[str, list[Choice]]] = []
        for parent in [None, *(term.code for term in self.terms)]:
            choices = [
                (term.code, term.label(language))
                for term in self.children(parent, language)
                if self._is_offered(term)
            ]
            if choices:
                groups.append((self.label(parent, language) if parent else "", choices))
        return groups

    def _is_offered(self, term: Term) -> bool:
        is_only_child = term.parent is not None and len(self._children[term.parent]) == 1
        parent = self.get(term.parent) if term.parent else None
        stands_for_parent = is_only_child and parent is not None and not parent.heading
        return not term.heading and not stands_for_parent

    def _sorted(self, terms: Iterable[Term], language: str) -> list[Term]:
        if not self.alphabetical:
            return list(terms)
        return sorted(terms, key=lambda term: german_sort_key(term.label(language)))
