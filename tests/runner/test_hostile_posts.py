"""What anyone may send to the result page."""

import pytest
from django.urls import reverse

from tests.catalogue.factories import make_item
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def address():
    return reverse("omwagtail_check_result", args=[make_item("check", body=body()).key])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a-unknown", "much"),
        ("z1", "much"),
        ("a-z1", "no-such-level"),
        ("a-z1", ""),
        ("a-z1", "<script>"),
        ("a-__class__", "much"),
    ],
)
def test_what_the_definition_does_not_know_is_no_answer(client, address, name, value):
    html = client.post(address, {name: value}).content.decode()
    assert '<input type="hidden" name="a-' not in html
    assert "<script>" not in html


def test_the_last_of_several_values_counts(client, address):
    html = client.post(address, "a-z1=none&a-z1=much", content_type=FORM).content.decode()
    assert '<input type="hidden" name="a-z1" value="much">' in html


def test_twenty_thousand_fields_are_refused(client, address):
    fields = "&".join(f"a-{number}=much" for number in range(20_000))
    assert client.post(address, fields, content_type=FORM).status_code == 400


def test_a_body_of_many_megabytes_is_refused(client, address):
    assert client.post(address, "a-z1=" + "x" * 3_000_000, content_type=FORM).status_code == 400


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"a-z1=%ff%fe%00", FORM),
        (b"a-z1=\xff\xfe\x00", FORM),
        (b"a-z1=much", f"{FORM}; charset=utf-16"),
        (b"a-z1=much", f"{FORM}; charset=no-such-charset"),
        (b"{}", "application/json"),
        (b"not multipart", "multipart/form-data"),
        (b"--b\r\nnonsense", "multipart/form-data; boundary=b"),
        (b"", "multipart/form-data; boundary=" + "b" * 300),
    ],
)
def test_broken_bodies_never_break_the_page(client, address, content, content_type):
    response = client.generic("POST", address, content, content_type=content_type)
    assert response.status_code in (200, 400)


def test_other_methods_are_refused(client, address):
    assert client.put(address).status_code == 405
    assert client.delete(address).status_code == 405


def test_answers_are_left_out_of_error_reports(client, address, settings, mailoutbox):
    settings.ADMINS = [("Admin", "admin@partner.example")]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "APP_DIRS": False}]  # so that the page fails
    client.raise_request_exception = False
    assert client.post(address, {"a-z1": "much"}).status_code == 500
    (report,) = mailoutbox
    assert "a-z1" in report.body
    assert "'much'" not in report.body
