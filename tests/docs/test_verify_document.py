"""The script of docs/how-to/verify-a-document.md, against a running site."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings

from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item
from omwagtail.documents import SigningKey, sign
from tests.catalogue.factories import make_item, withdraw_item

SCRIPT = Path(__file__).parents[2] / "docs" / "how-to" / "verify_document.py"

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def site(live_server):
    """A site at its own origin on this machine."""
    options = {"ORIGINS": {"localhost": live_server.url}, "DEMO_MODE": True}
    with override_settings(OMWAGTAIL=options):
        yield live_server.url


def verify(*arguments):
    return subprocess.run(
        [sys.executable, SCRIPT, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def make_signed(site, **members):
    return make_item(origin=site, key=signing_key(), title="Größe „vier“", **members)


def test_what_a_site_publishes_is_genuine(site):
    withdraw_item(make_signed(site), key=signing_key())
    item = make_signed(site)
    assert verify(site).stdout == f"{item.key} is genuine.\n"
    assert verify(site, item.key).stdout == f"{item.key} is genuine.\n"


def test_a_text_that_was_changed_is_not(site):
    item = make_signed(site)
    Item.objects.filter(pk=item.pk).update(doc=item.doc.replace("vier", "drei"))
    assert "InvalidSignature" in verify(site, item.key).stderr


def test_a_text_signed_with_another_key_is_not(site):
    item = make_signed(site)
    other = sign(item.doc, SigningKey.from_private_bytes(bytes(32)))
    Item.objects.filter(pk=item.pk).update(sig=other.sig, kid=other.kid)
    assert verify(site, item.key).returncode != 0


def test_a_genuine_text_under_another_documents_address_is_not(site):
    one, other = make_signed(site), make_signed(site)
    Item.objects.filter(pk=one.pk).update(doc=other.doc, sig=other.sig, kid=other.kid)
    assert f"{one.key} is not the key" in verify(site, one.key).stderr
