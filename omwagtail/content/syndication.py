"""Whether a page is passed on to other sites: its state in the catalogue, in an editor's words.

One expression in SQL decides, so that a listing can filter by it and asks nothing for each row.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy
from wagtail.models import AbstractPage, PageViewRestriction

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.sources import Surroundings, is_source, place
from omwagtail.conf import settings
from omwagtail.content.publishing import try_document, words_for
from omwagtail.documents import DocumentError

# SQLite takes no more than 32,766 parameters in one question.
CHUNK = 5000

logger = logging.getLogger("omwagtail.content")


class Kind(models.TextChoices):
    """The states as a listing filters by them."""

    LISTED = "listed", pgettext_lazy("state of syndication", "In the catalogue")
    WAITING = "waiting", pgettext_lazy("state of syndication", "Not taken up yet")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of syndication", "Withdrawn")
    OFF = "off", pgettext_lazy("state of syndication", "Not released")
    DRAFT = "draft", pgettext_lazy("state of syndication", "Not published yet")
    ALIAS = "alias", pgettext_lazy("state of syndication", "Alias")


# Some kinds have several causes, of which the words tell.
LEAVING, PRIVATE, OFF_BY_DEFAULT = "leaving", "private", "off-by-default"
CODES = {
    Kind.LISTED: (Kind.LISTED, LEAVING),
    Kind.OFF: (Kind.OFF, OFF_BY_DEFAULT, PRIVATE),
}

NO_ADDRESS = gettext_lazy(
    "This page belongs to no website with a valid address. Tell whoever runs this site."
)
FAILED = gettext_lazy(
    "The document could not be made; the reason stands in the server's log. Tell whoever runs "
    "this site."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyndicationState:
    """What became of a page outside its site."""

    kind: Kind
    text: str
    """A few words for a listing: "in the catalogue since 3 May 2026"."""

    detail: str = ""
    """A sentence that says why, or what to do; empty where the words say everything."""

    is_refused: bool = False
    """Whether the page, or its latest version, cannot be passed on as it is."""

    url: str = ""
    """The address under which the catalogue leads to the page; empty if it does not."""

    document_url: str = ""
    """The path of the document (JSON); empty where none is public."""

    def __str__(self) -> str:
        return self.text


def syndication_state(page: AbstractPage) -> SyndicationState | None:
    """The state of one page; None for a page that is no document."""
    if not is_source(page.specific_class or page):
        return None
    found = syndication_states([page], patience=timedelta())
    return found.get(page.pk) or SyndicationState(kind=Kind.DRAFT, text=str(Kind.DRAFT.label))


def syndication_states(
    pages: Iterable[AbstractPage], *, patience: timedelta | None = None
) -> dict[int, SyndicationState]:
    """The states of pages by primary key, those of pages that are no documents left out.

    The number of queries depends on the number of page types, not of pages. Only what should have
    been taken up for longer than ``patience`` (two sweeps) is looked at more closely, for the
    reason.
    """
    if patience is None:
        patience = timedelta(seconds=2 * settings.SWEEP_SECONDS)
    found: dict[int, SyndicationState] = {}
    for model, keys in _by_model(pages):
        rows = model._base_manager.filter(pk__in=keys).annotate(_code=code_of(model))
        items = _items(model, keys)
        undecided = []
        for pk, code, published in rows.values_list("pk", "_code", "last_published_at"):
            item = items.get(pk)
            is_due = code == Kind.WAITING or (code == Kind.LISTED and _is_older(item, published))
            if is_due and (published is None or timezone.now() - published >= patience):
                undecided.append(pk)
            found[pk] = _in_words(code, item, is_due=is_due)
        for pk, reason in _refusals(model, undecided):
            found[pk] = _refused(found[pk], reason)
    return found


def in_state(queryset: models.QuerySet, kind: str) -> models.QuerySet:
    """The pages of ``queryset``, which are of one model, that are in a state."""
    model = queryset.model
    matching = model._base_manager.alias(_code=code_of(model)).filter(
        _code__in=CODES.get(kind, [kind])
    )
    # By primary key: a search engine of its own knows nothing of the catalogue.
    return queryset.filter(pk__in=matching.values("pk"))


def code_of(model: type[AbstractPage]) -> Case:
    """An expression for the state of the pages of a model: a value of ``Kind``, or a cause."""
    now = timezone.now()
    items = Item.objects.filter(
        content_type=OuterRef("content_type"), object_id=Cast(OuterRef("pk"), CharField())
    )
    private = Q(pk__in=[])
    for path in PageViewRestriction.objects.values_list("page__path", flat=True):
        private |= Q(path__startswith=path)
    live = Q(live=True) & (Q(expire_at__isnull=True) | Q(expire_at__gt=now))
    kept_back = _kept_back(model)
    withheld = ~live | private
    for condition, _ in kept_back:
        withheld |= condition
    return Case(
        When(alias_of__isnull=False, then=Value(Kind.ALIAS)),
        When(Exists(items.visible()) & withheld, then=Value(LEAVING)),
        When(Exists(items.visible()), then=Value(Kind.LISTED)),
        *(When(condition, then=Value(code)) for condition, code in kept_back),
        When(Exists(items) & (~live | private), then=Value(Kind.WITHDRAWN)),
        When(private, then=Value(PRIVATE)),
        When(~live, then=Value(Kind.DRAFT)),
        default=Value(Kind.WAITING),
        output_field=CharField(),
    )


def _kept_back(model: type[AbstractPage]) -> list[tuple[Q, str]]:
    """The same as ``takes_part``, in SQL: conditions with their causes."""
    if not any(field.name == "om_syndicate" for field in model._meta.get_fields()):
        return [] if settings.SYNDICATE else [(Q(pk__isnull=False), OFF_BY_DEFAULT)]
    causes = [(Q(om_syndicate=False), str(Kind.OFF))]
    if not settings.SYNDICATE:
        causes.append((Q(om_syndicate__isnull=True), OFF_BY_DEFAULT))
    return causes


def _by_model(pages: Iterable[AbstractPage]) -> Iterator[tuple[type[AbstractPage], list[int]]]:
    sources = [
        (page.specific_class or type(page), page.pk)
        for page in pages
        if page.pk and is_source(page.specific_class or page)
    ]
    sources.sort(key=lambda source: source[0]._meta.label)
    for model, group in groupby(sources, key=lambda source: source[0]):
        keys = [pk for _, pk in group]
        for start in range(0, len(keys), CHUNK):
            yield model, keys[start : start + CHUNK]


def _items(model: type[AbstractPage], keys: list[int]) -> dict[int, Item]:
    items = Item.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[str(pk) for pk in keys],
    )
    # Not their texts, which may be long.
    columns = ("key", "rev", "state", "reason", "url", "created", "object_id")
    return {int(item.object_id): item for item in items.only(*columns)}


def _is_older(item: Item, published: datetime | None) -> bool:
    """Whether the page was published again since; a revision is a moment in milliseconds."""
    return published is not None and item.rev < int(published.timestamp() * 1000)


def _in_words(code: str, item: Item | None, *, is_due: bool) -> SyndicationState:
    if code in (Kind.LISTED, LEAVING):
        return _listed(item, is_leaving=code == LEAVING, is_due=is_due)
    if code == Kind.WITHDRAWN:
        return SyndicationState(kind=Kind.WITHDRAWN, text=_withdrawn(item))
    kind = next(kind for kind in Kind if code in CODES.get(kind, [kind]))
    text, detail = {
        Kind.WAITING: (
            gettext("will be taken up shortly"),
            gettext("That takes a few minutes. If it lasts, tell whoever runs this site."),
        ),
        Kind.OFF: (gettext("not released"), gettext("This page stays on this site.")),
        OFF_BY_DEFAULT: (
            gettext("not released"),
            gettext("This site passes on only what an editor releases, page by page."),
        ),
        PRIVATE: (
            gettext("not released"),
            gettext("This page, or one above it, is not open to everyone."),
        ),
        Kind.DRAFT: (gettext("not published yet"), ""),
        Kind.ALIAS: (
            gettext("the original is passed on"),
            gettext("This page is an alias; it shows what its original says."),
        ),
    }[code]
    return SyndicationState(kind=kind, text=text, detail=detail)


def _listed(item: Item, *, is_leaving: bool, is_due: bool) -> SyndicationState:
    date = date_format(timezone.localtime(item.created), "DATE_FORMAT")
    detail = ""
    if is_leaving:
        detail = gettext("It will be withdrawn shortly.")
    elif is_due:
        detail = gettext("The latest version follows shortly.")
    return SyndicationState(
        kind=Kind.LISTED,
        text=gettext("in the catalogue since %(date)s") % {"date": date},
        detail=detail,
        url=item.url,
        document_url=reverse("omwagtail_items_detail", args=[item.key]),
    )


def _withdrawn(item: Item) -> str:
    reasons = {
        "expired": pgettext("reason of a withdrawal", "expired"),
        "restricted": pgettext("reason of a withdrawal", "not open to everyone"),
        "deleted": pgettext("reason of a withdrawal", "deleted"),
    }
    unpublished = pgettext("reason of a withdrawal", "not published")
    reason = item.reason if item.state == ItemState.WITHDRAWN else "expired"
    return gettext("withdrawn (%(reason)s)") % {"reason": reasons.get(reason, unpublished)}


def _refused(state: SyndicationState, reason: str) -> SyndicationState:
    if state.kind == Kind.LISTED:
        detail = gettext("The latest version cannot be passed on: %(reason)s")
        return replace(state, detail=detail % {"reason": reason}, is_refused=True)
    return replace(state, text=gettext("cannot be passed on"), detail=reason, is_refused=True)


def _refusals(model: type[AbstractPage], keys: list[int]) -> Iterator[tuple[int, str]]:
    """Primary keys with the reason why capture refuses them."""
    if not keys:
        return
    around = Surroundings()
    for page in model._base_manager.filter(pk__in=keys):
        if reason := _reason_against(page, around):
            yield page.pk, reason


def _reason_against(page: AbstractPage, around: Surroundings) -> str:
    if place(page, around).withheld:
        return str(NO_ADDRESS)
    try:
        try_document(page)
    except DocumentError as error:
        return words_for(error)
    except Exception:
        # A partner's own to_document() may fail; its editors must still see their pages.
        logger.exception("no document: %s %s", page._meta.label, page.pk)
        return str(FAILED)
    return ""
