from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from omwagtail.catalogue.models import FeedHead, Item, StampRun
from omwagtail.documents import b64url_decode, b64url_encode
from tests.catalogue.factories import FOREIGN_ORIGIN, edit_item, make_item, withdraw_item
from tests.feed.reader import Reader, get_changes

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


def backup():
    """What a backup holds of the feed."""
    return [list(model.objects.values()) for model in (Item, FeedHead, StampRun)]


def restore(rows):
    """Put the feed's tables back as they were."""
    for model, kept in zip((Item, FeedHead, StampRun), rows, strict=True):
        model.objects.all().delete()
        model.objects.bulk_create(model(**values) for values in kept)


def revs():
    return dict(Item.objects.values_list("key", "rev"))


@pytest.mark.parametrize(
    "text",
    ["x", "0", "=", "MQ", "a" * 512, "ä", "../../etc/passwd", b64url_encode(b"1;2;3;4:5")],
)
def test_rule_03_a_cursor_that_is_not_this_feeds_is_gone(text):
    make_item()
    response = get_changes(since=text)
    assert response.status_code == 410
    assert "from its start" in response.json()["detail"]


def test_rule_03_a_cursor_cannot_be_moved_by_its_reader():
    make_item()
    cursor = Reader().read_all().cursor
    moved = b64url_decode(cursor).replace(b"1;", b"0;", 1)
    assert get_changes(since=b64url_encode(moved)).status_code == 410


def test_rule_03_a_cursor_is_kept_in_another_sites_column_and_url():
    make_item()
    cursor = Reader().read_all().cursor
    assert len(cursor) < 256
    assert cursor.replace("-", "").replace("_", "").isalnum()


def test_rule_03_a_cursor_outlives_a_new_secret_key_by_its_fallbacks(settings):
    make_item()
    cursor = Reader().read_all().cursor
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert get_changes(since=cursor).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert get_changes(since=cursor).status_code == 410


def test_rule_03_a_restored_database_is_proven_by_a_cursor_it_does_not_know():
    item = make_item()
    gone = withdraw_item(make_item())
    Reader().read_all()
    saved = backup()
    edit_item(item, title="Nach der Sicherung")
    cursor = Reader().read_all().cursor
    restore(saved)
    before = revs()

    assert get_changes(since=cursor).status_code == 410

    assert all(revs()[key] > rev for key, rev in before.items())
    reader = Reader().read_all()
    assert {document["id"] for document in reader.documents} == {item.urn, gone.urn}
    assert all(document["rev"] == revs()[key] for key, document in by_key(reader))


def by_key(reader):
    keys = dict(Item.objects.values_list("uuid", "key"))
    return [
        (next(key for uuid, key in keys.items() if document["id"].endswith(str(uuid))), document)
        for document in reader.documents
    ]


def test_rule_03_the_same_restore_is_answered_once_however_many_readers_prove_it():
    make_item()
    Reader().read_all()
    saved = backup()
    make_item()
    first = Reader().read_all().cursor
    make_item()
    second = Reader().read_all().cursor
    restore(saved)
    get_changes(since=first)
    after_first = revs()
    assert get_changes(since=second).status_code == 410
    assert get_changes(since=first).status_code == 410
    assert revs() == after_first


def test_rule_03_a_second_restore_is_answered_again():
    make_item()
    Reader().read_all()
    saved = backup()
    make_item()
    get_changes(since=restored_under(Reader().read_all().cursor, saved))
    saved_again = backup()
    make_item()
    cursor = Reader().read_all().cursor
    restore(saved_again)
    before = revs()
    get_changes(since=cursor)
    assert all(revs()[key] > rev for key, rev in before.items())


def restored_under(cursor, saved):
    restore(saved)
    return cursor


def test_rule_03_an_operator_who_restored_says_so_by_om_restored():
    own, foreign = make_item(), make_item(origin=FOREIGN_ORIGIN)
    out = StringIO()
    call_command("om_restored", stdout=out)
    assert revs()[own.key] > own.rev
    assert revs()[foreign.key] == foreign.rev
    assert out.getvalue() == "1 documents issued anew\n"
    assert Reader().read_all().latest[own.urn]["title"] == own.title


def test_a_clock_that_went_back_raises_revisions_all_the_same():
    tomorrow = int((timezone.now() + timedelta(days=1)).timestamp() * 1000)
    item = make_item(rev=tomorrow)
    call_command("om_restored", stdout=StringIO())
    assert revs()[item.key] == tomorrow + 1
