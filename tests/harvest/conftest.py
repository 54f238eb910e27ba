from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from omwagtail.catalogue.models import Item
from omwagtail.documents import document_key
from omwagtail.harvest.approving import approve, propose
from omwagtail.harvest.harvesting import harvest
from omwagtail.harvest.models import Run, Source, Trust
from tests.documents.factories import document_id
from tests.harvest.children import Site, database_for_children
from tests.harvest.desk import signed_in
from tests.harvest.publisher import Publisher
from tests.transport.conftest import authority, names  # noqa: F401 fixtures


@pytest.fixture(autouse=True)
def _demo_mode(settings) -> None:
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "DEMO_MODE": True}


@pytest.fixture(autouse=True)
def _english(settings) -> None:
    """Sentences are compared in the language in which they are written."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """The numbers in the menu are remembered for a minute."""
    cache.clear()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher() as running:
        yield running


@pytest.fixture
def source(db, publisher: Publisher) -> Source:
    """The publisher as an approved source whose documents show at once."""
    return approve(propose(publisher.origin), trust=Trust.AUTOMATIC)


@pytest.fixture
def reviewed(db, publisher: Publisher) -> Source:
    """The publisher as an approved source whose documents wait for a person."""
    return approve(propose(publisher.origin), trust=Trust.REVIEW)


@pytest.fixture
def operator(db) -> Client:
    return signed_in(is_superuser=True)


@pytest.fixture
def editor(db) -> Client:
    """May work in Wagtail, and has no permission for sources and items."""
    return signed_in()


@pytest.fixture
def site(transactional_db, tmp_path) -> Site:
    """Other processes of this site."""
    return Site(database_for_children(tmp_path))


def read(source: Source) -> Run:
    """Harvest a source once, as it stands in the database."""
    run = harvest(Source.objects.get(pk=source.pk))
    assert run is not None
    return run


def item_of(publisher: Publisher, name: str = "a") -> Item:
    return Item.objects.get(key=document_key(publisher.origin, document_id(name)))


def visible(publisher: Publisher) -> set[str]:
    """The titles that this site shows of a publisher."""
    return set(Item.objects.visible().own(publisher.origin).values_list("title", flat=True))


def begin_full_pass(source: Source) -> None:
    """Let the weekly full pass be due."""
    past = timezone.now() - timedelta(minutes=1)
    Source.objects.filter(pk=source.pk).update(full_pass_due=past)
