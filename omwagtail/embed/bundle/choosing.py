"""What somebody wants in a bundle: keys and addresses, and what each of them means."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.text import slugify

from omwagtail.catalogue.models import Item, ItemState, ItemType
from omwagtail.embed.bundle.files import BundleError
from omwagtail.embed.lists import BadParameter, chosen_items
from omwagtail.embed.subjects import LIST_FIELDS
from omwagtail.embed.targets import (
    ListTarget,
    PrivateAddress,
    UnknownAddress,
    target_of,
)
from omwagtail.rendering.provenance import provenance_of
from omwagtail.rendering.sites import shown_items, shown_origin

KEY = re.compile(r"(?P<kind>card/)?(?P<key>[0-9a-f]{32})/?")
LIST = re.compile(r"list/?(?:\?(?P<query>.*))?")
CARD_ADDRESS = re.compile(r"/om/embed/1/card/[0-9a-f]{32}/?")
# Lists whose folder says what they are: no two of them could have the same name.
PLAIN = re.compile(r"[A-Za-z0-9=&-]*")
MAX_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenList:
    name: str
    """Of its folder."""

    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """All lists are in the order in which they were named; nothing is there twice."""

    checks: list[Item] = field(default_factory=list)
    cards: list[Item] = field(default_factory=list)
    lists: list[ChosenList] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    folder: str
    """Where the files will lie on the other server, such as ``/praxis/``: lines begin with it."""

    contacts: bool = False
    """Whether the advisers that this site names go along."""

    theme: str = ""
    """Key of a theme, which all pages of the bundle get."""

    command: str = ""
    """The arguments that it was made with: to make it anew."""


def choose(wanted: Iterable[str], request: HttpRequest, *, all_checks: bool = False) -> Choice:
    """What these words ask for, of all that the site shows: keys, addresses, ``card/<key>`` and
    ``list?type=…``. Raises BundleError for what is not there or must not be shown.
    """
    choice = Choice()
    for word in wanted:
        _add(choice, word.strip(), request)
    if all_checks:
        origin = shown_origin(request)
        for item in shown_items(request).of_type(ItemType.CHECK).newest_first():
            if provenance_of(item.data, item, origin).shows_everything:
                _add_once(choice.checks, item)
    if not (choice.checks or choice.cards or choice.lists):
        raise BundleError("There is nothing to put into a bundle.")
    return choice


def _add(choice: Choice, word: str, request: HttpRequest) -> None:
    if (found := LIST.fullmatch(word)) is not None:
        _add_list(choice, word, found["query"] or "", request)
    elif (found := KEY.fullmatch(word)) is not None:
        item = _item_with(found["key"], request)
        _add_item(choice, word, item, request, as_card=bool(found["kind"]))
    else:
        target = _target(word, request)
        if isinstance(target, ListTarget):
            _add_list(choice, word, target.query, request)
        else:
            as_card = CARD_ADDRESS.fullmatch(urlsplit(word).path) is not None
            _add_item(choice, word, target, request, as_card=as_card)


def _item_with(key: str, request: HttpRequest) -> Item:
    if item := shown_items(request).filter(key=key).first():
        return item
    if (hidden := Item.objects.filter(key=key).first()) is None:
        raise BundleError(f"There is no entry with the key {key}.")
    if hidden.state == ItemState.WITHDRAWN:
        raise BundleError(f"The entry {key} was withdrawn.")
    raise BundleError(f"The entry {key} is not shown on this site.")


def _target(word: str, request: HttpRequest) -> Item | ListTarget:
    address = f"{shown_origin(request)}{word}" if word.startswith("/") else word
    try:
        return target_of(address, request)
    except PrivateAddress as error:
        raise BundleError(f"What is at {word} is not for everybody.") from error
    except UnknownAddress as error:
        raise BundleError(
            f"There is nothing at {word} that could be embedded. Name a key, an address of "
            f"{shown_origin(request)}, card/KEY or list?type=check."
        ) from error


def _add_item(
    choice: Choice, word: str, item: Item, request: HttpRequest, *, as_card: bool
) -> None:
    if as_card or item.type != ItemType.CHECK:
        _add_once(choice.cards, item)
        return
    provenance = provenance_of(item.data, item, shown_origin(request))
    if not provenance.shows_everything:
        raise BundleError(
            f"The publisher of {word} lets others show no more than an extract of this check. Take "
            f"card/{item.key}, or link to {provenance.original_url}."
        )
    _add_once(choice.checks, item)


def _add_list(choice: Choice, word: str, query: str, request: HttpRequest) -> None:
    asked = QueryDict(query)
    if unknown := [name for name in asked if name not in LIST_FIELDS]:
        allowed = ", ".join(LIST_FIELDS)
        raise BundleError(f"{word}: a list takes {allowed}, and not {', '.join(unknown)}.")
    try:
        chosen_items(asked, shown_items(request))
    except BadParameter as error:
        raise BundleError(f"{word}: {error}") from error
    given = [(name, value) for name in LIST_FIELDS for value in asked.getlist(name) if value]
    query = urlencode(given)
    if query in {other.query for other in choice.lists}:
        return
    choice.lists.append(ChosenList(name=_folder_of(query), query=query))


def _folder_of(query: str) -> str:
    """The same for the same list in every bundle, because it stands in other sites' pages."""
    if not query:
        return "all"
    name = query.replace("&", ".").replace("=", "_")
    if PLAIN.fullmatch(query) and len(name) <= MAX_NAME:
        return name
    digest = hashlib.sha256(query.encode()).hexdigest()[:12]
    return f"{slugify(name)[:MAX_NAME]}-{digest}"


def _add_once(items: list[Item], item: Item) -> None:
    if item not in items:
        items.append(item)
