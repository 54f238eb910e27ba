"""Logs hold no words of any document, whatever happens to it (rule 21)."""

import json
import logging

import pytest
from django.db import connection

from omwagtail.catalogue.models import Item
from omwagtail.documents import b64url_encode, dump_json
from omwagtail.harvest.deciding import accept, reject, waiting_items
from omwagtail.harvest.jobs import harvest_job, pictures_job, prune_job, retry_job
from omwagtail.harvest.models import Decision, Run, Source, Trust
from tests.documents import factories
from tests.harvest.hostile import JSON, WELL_KNOWN, Attack, as_json, page_of
from tests.transport.hostile import answer

pytestmark = pytest.mark.django_db

MARK = "geheimnis"


@pytest.fixture
def attack(db):
    with Attack(trust=Trust.REVIEW) as running:
        key = {"kid": factories.KEY.kid, "public": b64url_encode(factories.KEY.public)}
        running.server.routes[WELL_KNOWN] = as_json({"origin": running.origin, "keys": [key]})
        yield running


def marked(attack: Attack, name: str, **changes) -> dict:
    contact = {"name": MARK, "email": f"{MARK}@example.org", "phone": MARK}
    members = {
        "title": f"{MARK} {name}",
        "summary": MARK,
        "contacts": [contact],
        "body": {"sections": [{"heading": MARK, "html": f"<p>{MARK}</p>"}]},
    }
    return attack.document(name) | members | changes


def good_and_bad(attack: Attack) -> list:
    """Entries of every fate, each with the mark wherever it can stand."""
    entry = factories.entry(marked(attack, "signature"), 1)
    lost = {"id": "a" * 64, "url": f"{attack.origin}/{MARK}.jpg", "width": 1, "height": 1}
    return [
        factories.entry(marked(attack, "whole"), 1),
        factories.entry(marked(attack, "picture", images=[lost]), 1),
        entry | {"sig": "A" * 86},
        entry | {"kid": factories.OTHER_KEY.kid},
        factories.entry(marked(attack, "html", body={"sections": [{"html": f"<b>{MARK}"}]}), 1),
        factories.entry(marked(attack, "time", published=MARK), 1),
        factories.entry(marked(attack, "type", type=MARK), 1),
        factories.entry(marked(attack, "url", url=f"https://{MARK}.example/"), 1),
        factories.entry(marked(attack, "origin", origin="https://bank.example"), 1),
        factories.entry(marked(attack, "code", topics=[f"{MARK} {MARK}"]), 1),
        {"doc": f'{{"{MARK}":1,"{MARK}":2}}', "kid": entry["kid"], "sig": entry["sig"]},
        {"doc": MARK, "kid": MARK, "sig": MARK},
        {MARK: MARK},
        MARK,
    ]


def test_rule_21_no_level_of_the_log_holds_words_of_a_document(attack, caplog):
    with caplog.at_level(logging.DEBUG, logger="omwagtail"):
        attack.feed = page_of(*good_and_bad(attack))
        attack.strike()
        for item in waiting_items().filter(title__startswith=MARK):
            (accept if "whole" in item.title else reject)(item)
        Source.objects.update(due=attack.before.created)
        said = [harvest_job(), retry_job(), pictures_job(), prune_job()]
        withdrawal = factories.withdrawal(
            origin=attack.origin, id=factories.document_id("whole"), rev=1_772_000_000_009
        )
        attack.feed = page_of(factories.entry(withdrawal, 9), next="end")
        attack.strike()
    assert Item.objects.filter(origin=attack.origin).count() >= 3
    assert "accepted" in caplog.text
    assert MARK not in caplog.text
    assert MARK not in json.dumps(said)
    assert MARK not in json.dumps(list(Run.objects.values_list("error", flat=True)))


def test_rule_21_what_somebody_wrote_about_a_document_goes_with_it(attack):
    attack.feed = page_of(factories.entry(marked(attack, "whole"), 1), next="one")
    attack.strike()
    reject(attack.item("whole"), f"Wegen {MARK}.")
    withdrawal = factories.withdrawal(
        origin=attack.origin, id=factories.document_id("whole"), rev=1_772_000_000_009
    )
    attack.feed = page_of(factories.entry(withdrawal, 9), next="two")
    attack.strike()
    assert Decision.objects.get(key=attack.item("whole").key).reason == ""
    assert MARK not in json.dumps(list(Item.objects.values("reason", "title", "doc")))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(dump_json({"entries": [], "title": MARK})[:-1], id="cut off"),
        pytest.param(f"<html>{MARK}</html>", id="a page"),
        pytest.param(f'{{"entries":[],"next":"{MARK}\\u0000","more":false}}', id="NUL"),
        pytest.param(f'{{"entries":["{MARK}"],"next":7,"more":false}}', id="no cursor"),
    ],
)
def test_rule_21_a_broken_page_is_not_quoted(attack, caplog, body):
    attack.feed = answer(body.encode(), headers=JSON)
    with caplog.at_level(logging.DEBUG, logger="omwagtail"):
        run = attack.strike()
    assert run.error
    assert MARK not in run.error + caplog.text + attack.source.last_error


@pytest.mark.postgres
def test_rule_21_a_row_that_the_database_refuses_is_not_quoted(attack, caplog):
    """PostgreSQL's message holds the whole row."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE omwagtail_item ADD CHECK (title NOT LIKE '{MARK}%') NOT VALID")
    attack.feed = page_of(factories.entry(marked(attack, "whole"), 1))
    with caplog.at_level(logging.DEBUG, logger="omwagtail"):
        run = attack.strike()
    assert "IntegrityError" in run.error
    assert MARK not in run.error + caplog.text
