"""Rule 16 in the API: who is no longer named by the newest version is hidden."""

import pytest

from omwagtail.documents import dump_json
from tests.catalogue.factories import FOREIGN_ORIGIN, edit_item, make_item

STAYS = {"name": "Erika Muster", "email": "erika@hwk.example"}
GOES = {"name": "Hans Beispiel", "email": "hans@hwk.example"}


@pytest.fixture
def item(db):
    return make_item(title="Kran", origin=FOREIGN_ORIGIN, regions=["DED"], contacts=[STAYS, GOES])


def let_wait(item, **members):
    """A newer version that a person has to decide about."""
    newer = item.data | {"rev": item.rev + 1} | members
    item.waiting_doc, item.waiting_rev = dump_json(newer), newer["rev"]
    item.save()


def test_rule_16_a_document_goes_without_the_contact_and_without_its_signature(api, item):
    before = api.get(f"items/{item.key}/")
    assert before["Om-Signature"] == item.sig
    let_wait(item, title="Neu", contacts=[STAYS])
    headers = {"if-none-match": before["ETag"]}
    response = api.get(f"items/{item.key}/", headers=headers)
    assert response.status_code == 200
    assert response.json() == item.data | {"contacts": [STAYS]}
    assert "Om-Signature" not in response
    assert response["Content-Language"] == "de"


@pytest.mark.parametrize(
    "query", ["", "?q=kran", "?cursor=", "?near=DED", "?fields=title,contacts"]
)
def test_rule_16_lists_go_without_the_contact_too_and_say_so(api, item, query):
    address = f"items/{query}"
    tag = api.get(address)["ETag"]
    let_wait(item, title="Neu", contacts=[STAYS])
    response = api.get(address, headers={"if-none-match": tag})
    assert "hans@" not in response.content.decode()
    [entry] = response.json()["results"]
    assert entry["partial"] is True
    assert (entry["document"]["title"], entry["document"]["contacts"]) == ("Kran", [STAYS])


def test_rule_16_a_version_that_names_everyone_changes_nothing(api, item):
    let_wait(item, title="Neu")
    response = api.get(f"items/{item.key}/")
    assert (response.content.decode(), response["Om-Signature"]) == (item.doc, item.sig)


@pytest.mark.parametrize("query", [{}, {"fingerprint": True}])
def test_an_edition_goes_without_a_contact_that_the_check_no_longer_names(api, db, query):
    check = make_item("check", contacts=[STAYS, GOES])
    [edition] = check.editions.all()
    query = {"fingerprint": edition.fingerprint} if query else {}
    address = f"checks/{check.key}/editions/{edition.number}/"
    before = api.get(address, **query)
    assert (before.content.decode(), before["Om-Signature"]) == (edition.doc, edition.sig)
    edit_item(check, contacts=[STAYS])
    response = api.get(address, headers={"if-none-match": before["ETag"]}, **query)
    assert response.json() == edition.data | {"contacts": [STAYS]}
    assert "Om-Signature" not in response
    assert response["Cache-Control"] == "public, max-age=60"
