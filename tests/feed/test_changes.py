import gzip
import json
import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import FeedHead, Item, ItemState, StampRun
from omwagtail.catalogue.stamping import stamp_all
from omwagtail.documents import FEED_PAGE_BYTES, Envelope, parse_entry, verify
from omwagtail.feed import changes
from tests.catalogue.factories import (
    FOREIGN_ORIGIN,
    OWN_ORIGIN,
    edit_item,
    make_item,
    withdraw_item,
)
from tests.feed.reader import CHANGES, HOST, Reader, get_changes

pytestmark = pytest.mark.django_db


def titles(reader):
    return [document.get("title") for document in reader.documents]


def test_rule_01_a_document_stands_in_the_feed_once_in_its_latest_state():
    item = make_item(title="Eins")
    make_item(title="Zwei")
    stamp_all()
    edit_item(item, title="Eins, neu")
    assert titles(Reader().read_all()) == ["Zwei", "Eins, neu"]


def test_rule_01_increments_are_read_like_the_whole():
    make_item(title="Eins")
    reader = Reader().read_all()
    make_item(title="Zwei")
    assert titles(reader.read_all()) == ["Eins", "Zwei"]


def test_rule_01_an_entry_is_a_signed_envelope():
    item = make_item(title="Größe „vier“")
    entry = parse_entry(Reader().read_page()["entries"][0])
    assert isinstance(entry, Envelope)
    assert entry.doc == item.doc
    verify(entry, signing_key().public)


def test_rule_02_rows_are_numbered_before_each_read():
    make_item()
    assert not StampRun.objects.exists()
    assert [entry["seq"] for entry in Reader().read_page()["entries"]] == [1]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_rule_02_pages_follow_the_numbers_and_end(limit):
    for _ in range(6):
        make_item()
    reader = Reader(limit=limit).read_all()
    assert [entry["seq"] for entry in reader.seen] == [1, 2, 3, 4, 5, 6]


# Statements that make the connection refuse to write, and allow it again.
REFUSING = {
    "sqlite": ("PRAGMA query_only = on", "PRAGMA query_only = off"),
    "postgresql": (
        "SET default_transaction_read_only = on",
        "SET default_transaction_read_only = off",
    ),
    "mysql": ("SET SESSION TRANSACTION READ ONLY", "SET SESSION TRANSACTION READ WRITE"),
}


@pytest.fixture
def read_only():
    """A database that refuses to write, from when it is called."""
    begin, end = REFUSING[connection.vendor]

    def refuse():
        with connection.cursor() as cursor:
            cursor.execute(begin)
            with pytest.raises(DatabaseError):
                cursor.execute("UPDATE omwagtail_item SET title = 'geschrieben'")

    yield refuse
    with connection.cursor() as cursor:
        cursor.execute(end)


# Not inside a test's transaction, in which PostgreSQL would go on writing.
@pytest.mark.django_db(transaction=True)
def test_rule_02_a_read_only_database_serves_what_has_a_number(read_only):
    make_item(title="mit Nummer")
    stamp_all()
    make_item(title="ohne Nummer")
    read_only()
    reader = Reader()
    page = reader.read_page()
    assert titles(reader) == ["mit Nummer"]
    assert page["more"] is True
    assert get_changes(since=reader.cursor).status_code == 503


@pytest.mark.django_db(transaction=True)
def test_rule_02_a_read_only_database_in_which_nothing_waits_is_read_to_its_end(read_only):
    make_item(title="mit Nummer")
    stamp_all()
    read_only()
    reader = Reader().read_all()
    assert titles(reader) == ["mit Nummer"]
    assert reader.read_page() == {"entries": [], "next": reader.cursor, "more": False}


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_rule_02_nothing_but_waiting_rows_is_neither_more_nor_the_end():
    """The stamper is locked out. An empty page that promises more behind the same cursor would be
    a failure (rule 15); one that does not would let a full pass end what waits (rule 13)."""
    make_item(title="mit Nummer")
    reader = Reader().read_all()
    make_item(title="ohne Nummer")
    locked, may_end = threading.Event(), threading.Event()

    def other_stamper():
        with transaction.atomic():
            FeedHead.objects.select_for_update().get()
            locked.set()
            may_end.wait(20)
        connection.close()

    thread = threading.Thread(target=other_stamper)
    thread.start()
    locked.wait(10)
    response = get_changes(since=reader.cursor)
    whole = get_changes()
    may_end.set()
    thread.join()
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    # What has a number is read meanwhile, and is said not to be all.
    assert (len(whole.json()["entries"]), whole.json()["more"]) == (1, True)
    assert titles(reader.read_all()) == ["mit Nummer", "ohne Nummer"]


def test_rule_02_rows_that_wait_in_other_feeds_delay_nobody():
    make_item("check", title="Check")
    reader = Reader(type="check").read_all()
    make_item("network", title="Netzwerk")
    make_item(title="fremd", origin=FOREIGN_ORIGIN)
    assert reader.read_page() == {"entries": [], "next": reader.cursor, "more": False}
    assert Item.objects.unstamped().count() == 2


def test_rule_02_a_row_that_was_read_before_the_stampers_turn_cannot_be_moved_back():
    item = make_item(title="alt")
    stamp_all()
    stale = Item.objects.get(pk=item.pk)
    Item.objects.filter(pk=item.pk).update(seq=None)
    stamp_all()
    stale.title = "neu"
    stale.save()
    item.refresh_from_db()
    assert (item.title, item.seq) == ("neu", 2)


def test_rule_04_a_page_ends_with_the_limit_and_says_so():
    for _ in range(3):
        make_item()
    reader = Reader()
    assert reader.read_page(limit=2)["more"] is True
    assert reader.read_page(limit=2)["more"] is False


def test_rule_04_a_page_holds_at_most_5_mb_decoded():
    for _ in range(12):
        make_item(extra="ä\n" * 120_000)
    reader = Reader().read_all()
    assert len(reader.sizes) > 1
    assert max(reader.sizes) <= FEED_PAGE_BYTES
    assert [entry["seq"] for entry in reader.seen] == list(range(1, 13))


def test_rule_04_a_page_holds_at_most_500_entries():
    Item.objects.bulk_create(
        Item(key=f"{number:032x}", origin=OWN_ORIGIN, type="network", doc="{}")
        for number in range(501)
    )
    first = get_changes().json()
    assert (len(first["entries"]), first["more"]) == (500, True)
    second = get_changes(since=first["next"]).json()
    assert (len(second["entries"]), second["more"]) == (1, False)


def test_rule_04_the_first_entry_always_fits(monkeypatch):
    monkeypatch.setattr(changes, "FEED_PAGE_BYTES", 1)
    for title in ("Eins", "Zwei", "Drei"):
        make_item(title=title)
    assert titles(Reader().read_all()) == ["Eins", "Zwei", "Drei"]


def test_rule_04_type_is_a_filter_and_a_cursor_belongs_to_it():
    make_item("check", title="Check")
    make_item("network", title="Netzwerk")
    reader = Reader(type="check").read_all()
    assert titles(reader) == ["Check"]
    assert get_changes(since=reader.cursor).status_code == 410
    assert get_changes(since=reader.cursor, type="network").status_code == 410


def test_rule_04_nothing_new_is_an_empty_page_that_costs_two_reads(django_assert_num_queries):
    make_item()
    cursor = Reader().read_all().cursor
    with django_assert_num_queries(2):
        page = get_changes(since=cursor).json()
    assert page == {"entries": [], "next": cursor, "more": False}


def test_rule_04_head_answers_like_get_without_a_body(client):
    make_item()
    response = client.head(CHANGES, headers={"host": HOST})
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Type"] == "application/json"


def test_rule_04_an_empty_feed_has_a_cursor_too():
    reader = Reader()
    assert reader.read_page()["entries"] == []
    make_item(title="Das erste")
    assert titles(reader.read_all()) == ["Das erste"]


def test_rule_04_answers_are_never_stored_and_are_compressed_for_whom_wants_it(client):
    make_item(summary="lang " * 200)
    response = client.get(CHANGES, headers={"host": HOST, "accept-encoding": "gzip"})
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(response.content))["entries"]
    assert "Accept-Encoding" in response["Vary"]
    assert "ETag" not in response
    plain = client.get(CHANGES, headers={"host": HOST})
    assert "Content-Encoding" not in plain
    assert plain.json()["entries"]


@pytest.mark.parametrize("state", [ItemState.PENDING, ItemState.REJECTED, ItemState.QUARANTINED])
def test_rule_05_what_was_not_accepted_is_not_in_the_feed(state):
    make_item(state=state)
    assert Reader().read_all().seen == []


@pytest.mark.parametrize("host", ["staging.example", "localhost", "partner.example:8000"])
def test_rule_06_another_host_gets_421_with_the_reason_and_no_feed(host):
    make_item()
    response = get_changes(host=host)
    assert response.status_code == 421
    assert response["Content-Type"] == "application/problem+json"
    assert "https://partner.example" in response.json()["detail"]
    assert "entries" not in response.json()


@override_settings(OMWAGTAIL={})
def test_rule_06_a_site_without_a_valid_origin_says_why_it_is_silent():
    response = get_changes(host="localhost")
    assert response.status_code == 503
    assert "http://localhost" in response.json()["detail"]
    assert "ORIGINS" in response.json()["detail"]


@override_settings(
    OMWAGTAIL={
        "ORIGINS": {"localhost": "https://partner.example", "zwei.local": "https://zwei.example"}
    }
)
def test_rule_06_each_site_has_its_own_feed():
    root = Site.objects.get().root_page
    Site.objects.create(hostname="zwei.local", root_page=root)
    make_item(title="vom ersten")
    make_item(title="vom zweiten", origin="https://zwei.example")
    reader = Reader().read_all()
    assert titles(reader) == ["vom ersten"]
    assert titles(Reader(host="zwei.example").read_all()) == ["vom zweiten"]
    assert get_changes(host="zwei.example", since=reader.cursor).status_code == 410


def test_rule_07_withdrawals_stay_and_hold_no_content():
    item = withdraw_item(make_item(title="Geheimes", summary="Geheimes"))
    reader = Reader().read_all()
    assert reader.documents == [
        {
            "v": "om/1",
            "op": "withdraw",
            "type": "practice-example",
            "id": item.urn,
            "origin": item.origin,
            "rev": item.rev,
            "reason": "unpublished",
        }
    ]
    assert Reader().read_all().documents == reader.documents


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "501"}, "limit"),
        ({"limit": "9" * 400}, "limit"),
        ({"limit": "1e2"}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"limit": ["1", "2"]}, "limit"),
        ({"type": "page"}, "type"),
        ({"type": "check\0"}, "type"),
        ({"since": "x" * 10_000}, "since"),
        ({"topic": "strategy"}, "topic"),
        ({"'; DROP TABLE": "1"}, "'; DROP TABLE"),
    ],
)
def test_a_wrong_parameter_is_a_problem_that_names_it(query, name):
    response = get_changes(**query)
    assert response.status_code == 400
    problem = response.json()
    assert [error["parameter"] for error in problem["errors"]] == [name]
    assert problem["parameters"] == ["limit", "since", "type"]


@given(st.recursive(st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)))
@pytest.mark.parametrize("indent", [None, "\t", "\r\n"])
def test_rule_01_any_json_text_stands_in_its_envelope_unchanged(indent, value):
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    assert json.loads(b'"' + changes.escaped(text) + b'"') == text
