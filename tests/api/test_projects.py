"""Whatever middleware a project has and however it sets Django up, the API stays as it is."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from tests.catalogue.factories import make_item

HOST = {"host": "partner.example"}
LIST = "/om/api/v1/items/"
FEED = "/om/api/v1/changes/"


def with_middleware(*, first=(), last=()):
    return override_settings(MIDDLEWARE=[*first, *settings.MIDDLEWARE, *last])


def get(path=LIST, **headers):
    return Client().get(path, headers={**HOST, **headers})


@pytest.mark.parametrize("path", [LIST, FEED, "/.well-known/omwagtail", "/om/api/v1/"])
def test_a_site_that_asks_all_visitors_to_sign_in_still_lets_machines_read(db, path):
    with with_middleware(last=["django.contrib.auth.middleware.LoginRequiredMiddleware"]):
        assert get(path).status_code == 200


@pytest.fixture
def cached(db):
    """Django's cache for a whole site."""
    cache.clear()
    first = ["django.middleware.cache.UpdateCacheMiddleware"]
    last = ["django.middleware.cache.FetchFromCacheMiddleware"]
    with with_middleware(first=first, last=last):
        yield
    cache.clear()


def test_a_cache_of_the_site_gives_nobody_an_answer_without_a_body(cached):
    make_item(title="da")
    with override_settings(MIDDLEWARE=settings.MIDDLEWARE[1:-1]):
        tag = get()["ETag"]
    assert get(**{"if-none-match": tag}).status_code == 304
    answer = get()
    assert answer.status_code == 200
    assert answer.json()["count"] == 1


def test_a_cache_of_the_site_never_keeps_the_feed(cached):
    assert get(FEED).json()["entries"] == []
    make_item()
    assert len(get(FEED).json()["entries"]) == 1


def test_a_compressed_answer_is_only_for_whom_can_read_it(cached):
    make_item(summary="lang " * 200)
    packed = get(**{"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert "Content-Encoding" not in get()


def test_the_tag_of_a_compressed_answer_is_known_again(db):
    make_item(summary="lang " * 200)
    packed = get(**{"accept-encoding": "gzip"})
    again = get(**{"accept-encoding": "gzip", "if-none-match": packed["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # A cache finds the answer that this one is about by both.
    assert (again["ETag"], again["Vary"]) == (packed["ETag"], packed["Vary"])


@pytest.mark.parametrize("append", [True, False])
def test_a_missing_slash_leads_on_for_scripts_of_other_sites_too(db, append):
    with override_settings(APPEND_SLASH=append):
        answer = get("/om/api/v1/items?topic=health")
    assert answer.status_code == 308
    assert answer["Location"] == "/om/api/v1/items/?topic=health"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["", "v1/nonsense/", "v1/nonsense", "v1/items/x/y/", "v2/items/"])
def test_a_wrong_address_is_a_problem(db, path):
    answer = get(f"/om/api/{path}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert "/om/api/v1/" in answer.json()["detail"]


def test_another_version_than_wanted_is_a_problem(db):
    answer = get(**{"if-match": '"old"'})
    assert answer.status_code == 412
    assert answer["Content-Type"] == "application/problem+json"


def test_a_browser_may_ask_first_about_any_query(db):
    answer = Client().options(f"{LIST}?colour=red", headers=HOST)
    assert answer.status_code == 204
    assert "GET" in answer["Access-Control-Allow-Methods"]
