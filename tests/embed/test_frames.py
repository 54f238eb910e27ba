"""Checks in frames: what they may do and who may show them."""

import re

import pytest
from django.urls import reverse

from omwagtail.runner.assets import asset_url
from tests.catalogue.factories import make_item
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db

ADDRESSES = pytest.mark.parametrize(
    ("name", "method"),
    [
        ("omwagtail_embed_check", "get"),
        ("omwagtail_embed_check", "post"),
        ("omwagtail_embed_check_result", "post"),
    ],
)


def policy_of(response) -> dict[str, str]:
    directives = response["Content-Security-Policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


@ADDRESSES
def test_a_frame_may_stand_on_any_site(client, name, method):
    item = make_item("check", body=body())
    response = getattr(client, method)(reverse(name, args=[item.key]))
    assert "X-Frame-Options" not in response
    assert policy_of(response)["frame-ancestors"] == "*"


@ADDRESSES
def test_a_frame_loads_from_its_own_host_alone(client, name, method):
    item = make_item("check", body=body())
    response = getattr(client, method)(reverse(name, args=[item.key]))
    policy = policy_of(response)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == "'none'"


def test_a_frame_leads_on_inside_the_frame(client):
    item = make_item("check", body=body())
    html = client.get(reverse("omwagtail_embed_check", args=[item.key])).content.decode()
    result = reverse("omwagtail_embed_check_result", args=[item.key])
    assert f'action="{result}"' in html


def test_a_frame_has_neither_header_nor_footer_of_the_site(client):
    item = make_item("check", body=body())
    html = client.get(reverse("omwagtail_embed_check", args=[item.key])).content.decode()
    assert "om-shell" not in html


def test_links_to_the_origin_leave_the_frame(client):
    item = make_item("check", body=body())
    html = client.get(reverse("omwagtail_embed_check", args=[item.key])).content.decode()
    assert f'<a href="{item.url}" rel="noopener" target="_blank">' in html


def test_a_missing_check_may_be_framed_too(client):
    response = client.get(reverse("omwagtail_embed_check", args=["0" * 32]))
    assert response.status_code == 404
    assert "X-Frame-Options" not in response
    assert "om-frame" in response.content.decode()


def test_a_frame_speaks_the_language_of_its_site(client):
    response = client.get(
        reverse("omwagtail_embed_check", args=["0" * 32]), headers={"accept-language": "en"}
    )
    assert '<html lang="de">' in response.content.decode()


def test_what_a_check_loads_is_named_before_the_page_begins(client):
    item = make_item("check", body=body())
    response = client.get(reverse("omwagtail_embed_check", args=[item.key]))
    named = re.findall(r"<([^>]+)>", response["Link"])
    assert named == [asset_url("check.css"), asset_url("check.js")]
    assert all(url in response.content.decode() for url in named)
