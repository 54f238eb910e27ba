import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.documents import Envelope, document_key, format_timestamp, verify
from tests.catalogue.factories import (
    FOREIGN_KEY,
    FOREIGN_ORIGIN,
    edit_item,
    make_item,
    withdraw_item,
)


def detail(item):
    return f"items/{item.key}/"


def test_a_document_is_sent_as_its_stored_bytes_with_its_signature(api):
    item = make_item(title="Größe „vier“")
    response = api.get(detail(item))
    assert response.content == item.doc.encode()
    assert response["Content-Type"] == "application/json"
    envelope = Envelope(
        doc=response.content.decode(), kid=response["Om-Key-Id"], sig=response["Om-Signature"]
    )
    verify(envelope, signing_key().public)
    assert document_key(item.origin, item.urn) == item.key
    assert "Om-Via" not in response


def test_a_foreign_document_keeps_its_own_signature(api):
    item = make_item(origin=FOREIGN_ORIGIN)
    Item.objects.filter(pk=item.pk).update(via="https://hub.example")
    response = api.get(detail(item))
    assert response["Om-Key-Id"] == FOREIGN_KEY.kid
    assert response["Om-Via"] == "https://hub.example"


def test_it_also_stands_under_its_type_and_no_other(api):
    item = make_item("check")
    assert api.get(f"checks/{item.key}/").status_code == 200
    assert api.get(f"networks/{item.key}/").status_code == 404


def test_a_second_request_with_the_tag_costs_no_body(api):
    item = make_item()
    first = api.get(detail(item))
    again = api.get(detail(item), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    edit_item(item, title="neu")
    changed = api.get(detail(item), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_head_says_what_get_would(api):
    item = make_item()
    response = api.head(detail(item))
    assert response.status_code == 200
    assert response["ETag"] == api.get(detail(item))["ETag"]
    assert response.content == b""


def test_any_site_may_read_and_a_cache_may_keep_it_for_a_minute(api):
    response = api.get(detail(make_item()))
    assert response["Access-Control-Allow-Origin"] == "*"
    assert {"Om-Key-Id", "Om-Signature", "ETag"} <= set(
        response["Access-Control-Expose-Headers"].split(", ")
    )
    assert response["Cache-Control"] == "public, max-age=60"


def test_a_browser_may_ask_first(api):
    response = api.options(detail(make_item()))
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


def test_a_long_document_is_compressed_for_whom_wants_it(api):
    item = make_item(summary="lang " * 200)
    response = api.get(detail(item), headers={"accept-encoding": "gzip"})
    assert gzip.decompress(response.content) == item.doc.encode()


def test_a_withdrawn_document_is_gone_and_its_text_with_it(api):
    item = withdraw_item(make_item(title="Geheimes"))
    response = api.get(detail(item))
    assert response.status_code == 410
    assert "Geheimes" not in response.content.decode()


@pytest.mark.parametrize("reuse", ["excerpt", "link"])
def test_a_foreign_document_that_may_not_be_passed_on_leads_to_the_original(api, reuse):
    item = make_item(origin=FOREIGN_ORIGIN, reuse=reuse)
    response = api.get(detail(item))
    assert (response.status_code, response["Location"]) == (303, item.url)
    assert response.content == b""


def test_an_own_document_is_sent_whatever_others_may_show(api):
    item = make_item(reuse="link")
    Item.objects.filter(pk=item.pk).update(object_id="1")
    assert api.get(detail(item)).content == item.doc.encode()


@pytest.mark.parametrize("state", [ItemState.PENDING, ItemState.REJECTED, ItemState.QUARANTINED])
def test_what_was_not_accepted_is_not_found(api, state):
    assert api.get(detail(make_item(state=state))).status_code == 404


def test_an_expired_document_is_not_found(api):
    item = make_item(expires=format_timestamp(timezone.now() - timedelta(minutes=1)))
    assert api.get(detail(item)).status_code == 404


@pytest.mark.parametrize("key", ["0" * 32, "x", "%00", "0" * 10_000, "'--", "A" * 32, "٠" * 32])
def test_an_unknown_key_is_a_problem(api, key):
    response = api.get(f"items/{key}/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
