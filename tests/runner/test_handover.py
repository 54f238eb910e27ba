"""Handing over to an adviser without scripts: what is ticked is shared, and nothing else."""

import html as html_escapes
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from omwagtail.runner.advisers import Adviser
from omwagtail.runner.handover import MAX_MAILTO
from tests.catalogue.factories import make_item
from tests.runner.definitions import body
from tests.runner.forms import fields_of, parts_of

pytestmark = pytest.mark.django_db

CONTACTS = [{"name": "Anna Ansprechbar", "email": "anna@partner.example", "phone": "0351 12345"}]
GIVEN = {
    "a-z1": "much",
    "a-g1": "none",
    "n-z1": "streng geheim",
    "m-0-text": "Ziele\naufschreiben",
    "m-0-who": "Chefin",
    "m-0-until": "2027-03-31",
    "m-0-priority": "high",
    "m-0-done": "on",
    "m-0-effect": "partly",
}


@pytest.fixture
def check():
    return make_item("check", title="Betriebs-Check", body=body(), contacts=CONTACTS)


def post(client, item, fields, prefix="omwagtail"):
    return client.post(reverse(f"{prefix}_check_handover", args=[item.key]), fields)


def page(client, item, fields, prefix="omwagtail") -> str:
    response = post(client, item, fields, prefix)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    return response.content.decode()


def preview(html: str) -> str:
    return html_escapes.unescape(parts_of(html, "preview"))


def draft(html: str):
    address = html_escapes.unescape(re.search(r'href="(mailto:[^"]*)"', html)[1])
    parts = urlsplit(address)
    return address, parts.path, parse_qs(parts.query)


@pytest.mark.parametrize("prefix", ["omwagtail", "omwagtail_embed"])
def test_at_first_everything_but_the_notes_is_ticked(client, check, prefix):
    html = page(client, check, GIVEN, prefix)
    ticked = re.findall(r'name="h" value="(\w+)"( checked)?', html)
    assert ticked == [
        ("urgent", " checked"),
        ("needs", " checked"),
        ("plan", " checked"),
        ("notes", ""),
    ]
    text = preview(html)
    assert "Wir wissen, wohin der Betrieb soll. (dringend)" in text
    assert "Ziele\n   aufschreiben" in text
    assert "31.03.2027" in text
    assert "streng geheim" not in text


@pytest.mark.parametrize(
    ("ticked", "there", "absent"),
    [
        ([], [], ["wohin der Betrieb", "- Geld", "Ziele\n   auf", "streng geheim"]),
        (["urgent"], ["wohin der Betrieb"], ["- Geld", "Chefin", "streng geheim"]),
        (["needs"], ["- Geld"], ["wohin der Betrieb", "Chefin", "streng geheim"]),
        (["plan"], ["Chefin"], ["wohin der Betrieb", "- Geld", "streng geheim"]),
        (["notes"], ["streng geheim"], ["- Geld", "Chefin"]),
    ],
)
def test_what_is_not_ticked_is_shared_nowhere(client, check, ticked, there, absent):
    fields = GIVEN | {"hs": "1", "h": ticked}
    html = page(client, check, fields)
    _, _, query = draft(html)
    file = post(client, check, fields | {"do": "file"}).content.decode()
    for shared in (preview(html), query["body"][0], file):
        text = shared.replace("\r\n", "\n")
        assert all(words in text for words in there)
        assert not any(words in text for words in absent)


def test_name_and_telephone_go_along_where_they_are_given(client, check):
    assert "Weber" not in preview(page(client, check, GIVEN | {"name": "Weber"}))
    text = preview(page(client, check, GIVEN | {"hname": " Eva\nWeber ", "hphone": "0351 99"}))
    assert "Eva Weber\n0351 99" in text


def test_draft_goes_to_the_contact_with_lines_that_mail_programs_know(client, check):
    address, to, query = draft(page(client, check, {"a-z1": "much", "hs": "1", "h": "urgent"}))
    assert to == "anna%40partner.example"
    assert "Betriebs-Check" in query["subject"][0]
    assert "\r\n\r\n" in query["body"][0]
    assert " " not in address
    assert not re.search("[^!-~]", address)


def test_too_long_a_text_becomes_a_short_draft_and_a_file(client, check):
    fields = GIVEN | {f"m-{place}-text": f"Maßnahme {place} " * 20 for place in range(1, 9)}
    html = page(client, check, fields)
    address, _, query = draft(html)
    assert len(address) <= MAX_MAILTO
    assert "Maßnahme 5" not in query["body"][0]
    assert "Maßnahme 5" in preview(html)
    assert not re.search(r'data-om="too-long"[^>]* hidden', html)
    response = post(client, check, fields | {"do": "file"})
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="betriebs-check-')
    assert "Maßnahme 5" in response.content.decode()


def test_advisers_of_the_site_stand_in_for_the_publishers_contacts(client, check):
    Adviser.objects.create(name="Berta Berät", email="berta@kammer.example", public=True)
    Adviser.objects.create(name="Noch Nicht", email="nicht@kammer.example", public=False)
    html = page(client, check, GIVEN)
    assert "Berta Berät" in html
    assert "Anna Ansprechbar" not in html
    assert "Noch Nicht" not in html
    assert draft(html)[1] == "berta%40kammer.example"


def test_region_leaves_those_of_other_regions_out(client, check):
    for name, regions in (("Ost", ["DED2"]), ("West", ["DEA"]), ("Überall", [])):
        Adviser.objects.create(name=name, email="a@b.example", public=True, regions=regions)
    html = page(client, check, GIVEN | {"region": "DED2"})
    names = re.findall(r"<strong>(.*?)</strong>", html)
    assert sorted(names) == ["Ost", "Überall"]


def test_an_address_that_is_no_contacts_is_not_written_to(client, check):
    html = page(client, check, GIVEN | {"to": "eve@evil.example?bcc=x"})
    assert draft(html)[1] == "anna%40partner.example"
    assert "evil" not in html


def test_without_any_contact_the_draft_has_no_address(client):
    html = page(client, make_item("check", body=body()), GIVEN)
    assert draft(html)[1] == ""
    assert 'name="to"' not in html


def test_record_is_carried_on_and_the_senders_name_is_not_part_of_it(client, check):
    html = page(client, check, GIVEN | {"hname": "Eva"})
    fields = fields_of(html)
    assert fields["n-z1"] == "streng geheim"
    assert fields["m-0-text"] == "Ziele\naufschreiben"
    assert "name" not in fields


def test_asking_without_a_post_leads_to_the_form(client, check):
    response = client.get(reverse("omwagtail_check_handover", args=[check.key]))
    assert response["Location"] == reverse("omwagtail_check", args=[check.key])


@pytest.mark.parametrize(
    "fields",
    [
        {"hs": "1", "h": ["<script>", "plan"]},
        {"hname": "<script>alert(1)</script>" * 1000},
        {"hname": 'x" onfocus="alert(1)'},
        {"region": "' or 1=1"},
        {"m-0-text": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
        {"do": "file", "hname": "\r\nSet-Cookie: a=b"},
    ],
)
def test_hostile_fields_break_nothing(client, check, fields):
    response = post(client, check, GIVEN | fields)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert 'x" onfocus' not in response.content.decode()
    assert not response.cookies
