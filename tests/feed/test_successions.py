"""Rule 22, the publisher's half: a new key or a new address is proved by the old key."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from omwagtail.catalogue.editions import editions_of
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Edition, Item
from omwagtail.catalogue.stamping import stamp_all
from omwagtail.catalogue.sweeping import sweep
from omwagtail.documents import (
    Envelope,
    SigningKey,
    b64url_decode,
    b64url_encode,
    derive_signing_key,
    follow_successions,
    parse_document,
    parse_successions,
    verify,
)
from omwagtail.feed.models import SignedSuccession
from omwagtail.work import Clock
from tests.catalogue.factories import OWN_ORIGIN, make_item
from tests.content.checks import TWO_TOPICS, add_check
from tests.pages_for_tests import home, publish_example, second_site

pytestmark = pytest.mark.django_db

NEW_ORIGIN = "https://neu.example"
OLD_TEXT = b64url_encode(bytes([7]) * 32)
NEW_TEXT = b64url_encode(bytes([8]) * 32)


@pytest.fixture
def describe(client):
    """What the site says of itself, under one of its origins."""

    def describe(origin=OWN_ORIGIN):
        host = origin.removeprefix("https://")
        answer = client.get("/.well-known/omwagtail", headers={"host": host})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return describe


@pytest.fixture
def entries(client):
    """The documents of a feed, whose signatures hold with today's key."""

    def entries(origin=OWN_ORIGIN):
        host = origin.removeprefix("https://")
        page = client.get("/om/api/v1/changes/", headers={"host": host}).json()
        for entry in page["entries"]:
            verify(
                Envelope(doc=entry["doc"], kid=entry["kid"], sig=entry["sig"]),
                signing_key().public,
            )
        return [json.loads(entry["doc"]) for entry in page["entries"]]

    return entries


def follow(site, old_key, old_origin=OWN_ORIGIN):
    """As a subscriber does that knows the old key: the key that it may trust now, or None."""
    keys = {key["kid"]: b64url_decode(key["public"], 32) for key in site["keys"]}
    [current] = [key["kid"] for key in site["keys"] if not key["revoked"]]
    public = follow_successions(
        parse_successions(site["successions"]),
        keys,
        origin=old_origin,
        kid=old_key.kid,
        public=old_key.public,
        to_origin=site["origin"],
        to_kid=current,
    )
    assert public in (None, keys[current])
    return public


def change(settings, **changes):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, **changes}


def move(settings):
    change(settings, ORIGINS={"localhost": NEW_ORIGIN})


def settle():
    """What happened to pages reaches the feed."""
    sweep()
    stamp_all()


def succession(*arguments):
    output = io.StringIO()
    call_command("om_succession", *arguments, stdout=output)
    return output.getvalue()


# A new key.


def test_rule_22_a_former_secret_signs_by_itself_before_anybody_reads_of_the_new_one(
    describe, settings
):
    describe()
    old_key = signing_key()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert follow(describe(), old_key) == signing_key().public


def test_rule_22_without_the_former_secret_nobody_speaks_for_the_new_key(describe, settings):
    describe()
    old_key = signing_key()
    settings.SECRET_KEY = "another"
    site = describe()
    assert site["successions"] == []
    assert follow(site, old_key) is None


def test_rule_22_a_former_secret_that_is_named_later_still_helps(describe, settings):
    describe()
    old_key, secret = signing_key(), settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    describe()
    settings.SECRET_KEY_FALLBACKS = [secret]
    assert follow(describe(), old_key) == signing_key().public


def test_rule_22_the_chain_goes_on_when_the_former_secret_is_gone(describe, settings):
    describe()
    oldest = signing_key()
    for secret in ("second", "third"):
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = secret
        describe()
    settings.SECRET_KEY_FALLBACKS = []
    assert follow(describe(), oldest) == derive_signing_key("third").public


def test_rule_22_a_key_that_takes_the_place_of_the_derived_one(describe, settings):
    describe()
    old_key = signing_key()
    change(settings, SIGNING_KEY=NEW_TEXT)
    assert follow(describe(), old_key) == SigningKey.from_text(NEW_TEXT).public


def test_a_secret_that_never_signed_here_says_nothing(describe, settings):
    change(settings, SIGNING_KEY=NEW_TEXT)
    settings.SECRET_KEY_FALLBACKS = ["of sessions only"]
    assert describe()["successions"] == []


def test_the_periodic_work_signs_too_and_says_so_once(describe, settings):
    describe()
    old_key = signing_key()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    said = [outcome.text for outcome in Clock().turn() if outcome.name == "keys"]
    assert len(said) == 1
    assert old_key.kid in said[0]
    assert not [outcome for outcome in Clock().turn() if outcome.name == "keys"]


def test_asking_again_signs_nothing_again(describe, settings):
    describe()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    first = describe()["successions"]
    assert describe()["successions"] == first
    assert len(first) == SignedSuccession.objects.count() == 1


def test_rule_22_a_key_that_comes_back_needs_no_proof_and_does_no_harm(describe, settings):
    describe()
    first, other = settings.SECRET_KEY, "another"
    old_key = signing_key()
    for now, before in ((other, first), (first, other)):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = now, [before]
        site = describe()
    assert follow(site, old_key) == old_key.public
    assert follow(site, derive_signing_key(other)) == old_key.public


def test_rule_22_a_signing_key_that_left_the_settings_signs_by_command(
    describe, settings, tmp_path
):
    change(settings, SIGNING_KEY=OLD_TEXT)
    describe()
    change(settings, SIGNING_KEY=NEW_TEXT)
    old_key = SigningKey.from_text(OLD_TEXT)
    assert follow(describe(), old_key) is None
    file = tmp_path / "key"
    file.write_text(f"{OLD_TEXT}\n")
    said = succession("--old-key-file", str(file))
    assert old_key.kid in said
    assert OLD_TEXT not in said
    assert follow(describe(), old_key) == signing_key().public
    assert "said before" in succession("--old-key", OLD_TEXT)


def test_a_key_can_be_given_on_the_standard_input(describe, settings, monkeypatch):
    change(settings, SIGNING_KEY=NEW_TEXT)
    monkeypatch.setattr("sys.stdin", io.StringIO(OLD_TEXT + "\n"))
    succession("--old-key-file", "-")
    assert follow(describe(), SigningKey.from_text(OLD_TEXT)) == signing_key().public


def test_a_former_key_that_nobody_noted_is_named_as_revoked(describe, settings):
    change(settings, SIGNING_KEY=NEW_TEXT)
    succession("--old-key", OLD_TEXT)
    former, current = describe()["keys"]
    assert former["kid"] == SigningKey.from_text(OLD_TEXT).kid
    assert former["created"] is None
    assert former["revoked"]
    assert (current["kid"], current["revoked"]) == (signing_key().kid, None)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--old-key", "short"], "no key"),
        (["--old-key", NEW_TEXT], "key in use"),
        (["--old-key-file", "/nowhere/key"], "cannot be read"),
        (["--old-origin", "ftp://x"], "has no origin"),
        (["--old-origin", "http://alt.example"], "https"),
        (["--old-origin", OWN_ORIGIN], "still an origin"),
        (["--old-key", OLD_TEXT, "--new-origin", NEW_ORIGIN], "no origin here"),
    ],
)
def test_what_cannot_be_signed_is_refused_in_a_sentence(settings, arguments, reason):
    change(settings, SIGNING_KEY=NEW_TEXT)
    with pytest.raises(CommandError, match=reason):
        succession(*arguments)
    assert not SignedSuccession.objects.exists()


def test_with_nothing_to_sign_the_command_says_what_it_needs():
    assert "--old-key-file" in succession()


def test_rule_22_a_document_is_never_offered_under_a_key_of_yesterday(
    client, describe, entries, settings
):
    """The sweep signs anew, but it may come later than a reader."""
    make_item()
    stamp_all()
    settings.SECRET_KEY = "another"
    assert Item.objects.get().kid != signing_key().kid
    assert len(entries()) == 1


# A new address.


def test_rule_22_a_site_that_moved_keeps_its_ids_and_offers_everything_anew(
    describe, entries, settings
):
    pages = [
        publish_example(title=f"Beispiel {number}", slug=f"beispiel-{number}")
        for number in range(3)
    ]
    settle()
    pages[2].unpublish()
    settle()
    before = {document["id"]: document for document in entries()}
    assert len(before) == 3
    describe()
    move(settings)
    said = succession("--old-origin", OWN_ORIGIN)
    assert OWN_ORIGIN in said
    assert NEW_ORIGIN in said
    assert follow(describe(NEW_ORIGIN), signing_key()) == signing_key().public
    after = {document["id"]: document for document in entries(NEW_ORIGIN)}
    assert after.keys() == before.keys()
    for id, document in after.items():
        assert document["origin"] == NEW_ORIGIN
        assert document["op"] == before[id]["op"]
        assert document["rev"] > before[id]["rev"]
        assert document.get("title") == before[id].get("title")


def test_rule_22_what_was_withdrawn_before_is_withdrawn_at_the_new_address_too(entries, settings):
    page = publish_example()
    settle()
    page.delete()
    settle()
    [before] = entries()
    move(settings)
    succession("--old-origin", OWN_ORIGIN)
    [after] = entries(NEW_ORIGIN)
    assert (after["op"], after["id"], after["reason"]) == ("withdraw", before["id"], "deleted")


def test_a_draft_comes_back_at_the_new_address_as_the_same_document(entries, settings):
    page = publish_example()
    settle()
    page.unpublish()
    settle()
    [before] = entries()
    move(settings)
    succession("--old-origin", OWN_ORIGIN)
    page.refresh_from_db()
    page.save_revision().publish()
    settle()
    [after] = entries(NEW_ORIGIN)
    assert (after["op"], after["id"]) == ("upsert", before["id"])
    assert Item.objects.filter(origin=NEW_ORIGIN).count() == 1


def test_editions_of_a_check_go_along_and_can_be_read_at_the_new_address(client, settings):
    page = add_check(home(), sections=TWO_TOPICS, edition_number=1, published=True)
    settle()
    page.edition_number = 2
    page.save_revision().publish()
    settle()
    old = Item.objects.get(type="check")
    frozen = {(one.number, one.fingerprint): one.created for one in editions_of(old)}
    assert [number for number, _ in frozen] == [2, 1]
    move(settings)
    succession("--old-origin", OWN_ORIGIN)
    new = Item.objects.get(type="check", origin=NEW_ORIGIN)
    assert {(one.number, one.fingerprint): one.created for one in editions_of(new)} == frozen
    assert editions_of(old) == []
    for edition in editions_of(new):
        host = {"host": "neu.example"}
        address = f"/om/api/v1/checks/{new.key}/editions/{edition.number}/"
        answer = client.get(address, headers=host)
        document = parse_document(answer.content)
        assert document.origin == NEW_ORIGIN
        assert OWN_ORIGIN not in answer.content.decode()
        envelope = Envelope(
            doc=answer.content.decode(), kid=answer["Om-Key-Id"], sig=answer["Om-Signature"]
        )
        verify(envelope, signing_key().public)
        shown = f"/om/check/{new.key}/editions/{edition.number}/"
        assert client.get(shown, headers=host).status_code == 200


def test_rule_21_a_check_that_is_deleted_after_the_move_leaves_no_edition(settings):
    page = add_check(home(), sections=TWO_TOPICS, published=True)
    settle()
    move(settings)
    succession("--old-origin", OWN_ORIGIN)
    assert Edition.objects.exists()
    page.delete()
    settle()
    assert not Edition.objects.exists()


def test_moving_twice_or_after_a_sweep_changes_nothing_more(entries, settings):
    publish_example()
    move(settings)
    sweep()
    succession("--old-origin", OWN_ORIGIN)
    before = entries(NEW_ORIGIN)
    succession("--old-origin", OWN_ORIGIN)
    assert entries(NEW_ORIGIN) == before
    assert len(before) == 1


def test_rule_22_a_new_key_and_a_new_address_at_once(describe, settings):
    describe()
    old_key = signing_key()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    move(settings)
    succession("--old-origin", OWN_ORIGIN)
    site = describe(NEW_ORIGIN)
    assert follow(site, old_key) == signing_key().public
    settings.SECRET_KEY_FALLBACKS = []
    assert follow(describe(NEW_ORIGIN), old_key) == signing_key().public


def test_rule_22_keys_and_addresses_change_again_and_again(describe, settings):
    describe()
    oldest = signing_key()
    before = OWN_ORIGIN
    for number in range(4):
        if number % 2:
            settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
            settings.SECRET_KEY = f"secret {number}"
            describe(before)
        else:
            now = f"https://haus-{number}.example"
            change(settings, ORIGINS={"localhost": now})
            succession("--old-origin", before)
            before = now
    assert follow(describe(before), oldest) == signing_key().public


def test_rule_22_the_former_host_leads_to_the_new_one(client, settings):
    move(settings)
    succession("--old-origin", OWN_ORIGIN)
    for path in ("/.well-known/omwagtail", "/om/api/v1/changes/?limit=5"):
        answer = client.get(path, headers={"host": "partner.example"})
        assert (answer.status_code, answer["Location"]) == (301, NEW_ORIGIN + path)
        assert answer["Cache-Control"] == "no-store"


def test_rule_06_a_host_that_was_never_ours_still_gets_421(client, settings):
    move(settings)
    succession("--old-origin", OWN_ORIGIN)
    for host in ("staging.example", "alt.example"):
        answer = client.get("/om/api/v1/changes/", headers={"host": host})
        assert answer.status_code == 421


def test_of_several_sites_the_one_that_is_meant_is_named(describe, settings):
    second_site()
    move(settings)
    with pytest.raises(CommandError, match="which site"):
        succession("--old-origin", OWN_ORIGIN)
    succession("--old-origin", OWN_ORIGIN, "--new-origin", NEW_ORIGIN)
    assert follow(describe(NEW_ORIGIN), signing_key()) == signing_key().public
    assert describe("https://zweite.example")["successions"] == []


def test_a_misspelt_old_address_is_pointed_out(settings, capsys):
    move(settings)
    publish_example()
    succession("--old-origin", "https://partnr.example")
    assert "spelt" in capsys.readouterr().err


def test_what_a_site_says_of_itself_costs_few_queries(describe, django_assert_max_num_queries):
    describe()
    with django_assert_max_num_queries(6, connection=connection):
        describe()
