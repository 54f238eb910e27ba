"""Who may frame what: frames alone, by those who are allowed to, without a trace of anybody."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.urls import reverse

from omwagtail.catalogue.capture import item_of
from omwagtail.embed.framing import framing_problem
from omwagtail.urls import urlpatterns
from tests.catalogue.factories import make_item
from tests.runner.definitions import body
from tests.transport.hostile import HostileServer, answer, redirect

pytestmark = pytest.mark.django_db

# Every frame there is, whoever adds one.
[EMBED] = [part.url_patterns for part in urlpatterns if str(part.pattern) == "om/embed/"]
FILES = {"omwagtail_embed_asset", "omwagtail_embed_theme"}
FRAMES = sorted({pattern.name for pattern in EMBED} - FILES)


def address_of(name, key):
    [pattern] = [pattern for pattern in EMBED if pattern.name == name]
    known = {"key": key, "format": "json", "number": 1}
    return reverse(name, kwargs={one: known[one] for one in pattern.pattern.converters})


@pytest.fixture(params=FRAMES)
def frame(request):
    """The address of each frame there is."""
    return address_of(request.param, make_item("check", body=body()).key)


@pytest.fixture(params=["get", "post"])
def ask(request, settings, admin_user):
    """A browser in which somebody is logged in, on a site that renews sessions all the time."""
    settings.SESSION_SAVE_EVERY_REQUEST = True
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    client.cookies["csrftoken"] = "x" * 32
    return getattr(client, request.param)


def test_a_frame_reads_and_sets_no_cookie(ask, frame):
    response = ask(frame)
    assert response.status_code in (200, 302, 400, 405)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_who_is_logged_in_stays_so(admin_client):
    admin_client.get("/om/embed/1/list/")
    assert admin_client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_frame_may_be_shown_everywhere(client, frame):
    response = client.get(frame)
    assert "X-Frame-Options" not in response
    assert response["Content-Security-Policy"].endswith("frame-ancestors *")
    assert "'unsafe" not in response["Content-Security-Policy"]


def test_a_site_may_say_who_may_show_its_frames(client, frame, settings):
    allowed = ["https://www.hwk.example", "https://*.ihk.example"]
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "EMBED_ANCESTORS": allowed}
    policy = client.get(frame)["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors 'self' {' '.join(allowed)}")


def test_all_other_pages_refuse_to_be_framed(client, check, example, directory):
    item = item_of(check)
    for address in (
        check.url,
        example.url,
        directory.url,
        reverse("omwagtail_check", args=[item.key]),
        "/om/oembed/?url=x",
        "/om/api/v1/",
    ):
        assert client.get(address)["X-Frame-Options"] in ("DENY", "SAMEORIGIN"), address


@pytest.mark.parametrize(
    "given",
    [
        "https://a.example",
        ["https://a.example/seite"],
        ["a.example"],
        ["*"],
        ["https://a.example; script-src *"],
        [None],
        None,
    ],
)
def test_ancestors_that_are_none_are_an_error(settings, given):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "EMBED_ANCESTORS": given}
    with pytest.raises(SystemCheckError, match=r"omwagtail\.E011"):
        call_command("check")


@pytest.mark.parametrize(
    "given", ["*", [], ("https://a.example",), ["https://*.a.example:8443", "http://localhost:*"]]
)
def test_ancestors_are_everybody_or_origins(settings, given):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "EMBED_ANCESTORS": given}
    call_command("check")


@pytest.mark.parametrize("name", ["forbid", "replace_policy"])
def test_middleware_that_forbids_framing_is_named(settings, name):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"tests.embed.middleware.{name}"]
    with pytest.raises(SystemCheckError, match=rf"middleware tests\.embed\.middleware\.{name}"):
        call_command("check", fail_level="WARNING")


@pytest.mark.parametrize("name", ["add_header", "need_more", "redirect_all"])
def test_other_middleware_is_not(settings, name):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"tests.embed.middleware.{name}"]
    call_command("check", fail_level="WARNING")


GOOD = "default-src 'none'; frame-ancestors *"


@pytest.fixture
def problem(settings):
    """`problem(*headers, status=…)`: what is said of a frame that arrives with these headers."""
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "DEMO_MODE": True}

    def problem(*headers, **options):
        with HostileServer({"/": answer(b"<p>", headers=headers, **options)}) as proxy:
            return framing_problem(proxy.url())

    return problem


def test_a_frame_that_arrives_as_it_was_sent_is_fine(problem):
    assert problem(("Content-Security-Policy", GOOD)) == ""


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ([("X-Frame-Options", "SAMEORIGIN"), ("Content-Security-Policy", GOOD)], "SAMEORIGIN"),
        ([("X-Frame-Options", "deny")], "deny"),
        ([("Content-Security-Policy", "frame-ancestors 'self'")], "'self'"),
        ([("Content-Security-Policy", "frame-ancestors")], "'none'"),
        (
            [
                ("Content-Security-Policy", GOOD),
                ("Content-Security-Policy", "frame-ancestors 'none'"),
            ],
            "'none'",
        ),
        ([("Content-Security-Policy", "default-src 'self'")], "Content-Security-Policy"),
        ([], "Content-Security-Policy"),
        ([("Content-Security-Policy", GOOD), ("Set-Cookie", "lb=7; path=/")], "lb"),
    ],
)
def test_a_header_that_a_proxy_added_is_named(problem, headers, named):
    assert named in problem(*headers)


def test_other_directives_of_a_proxy_forbid_no_framing(problem):
    headers = [("Content-Security-Policy", GOOD), ("Content-Security-Policy", "img-src *")]
    assert problem(*headers) == ""


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "500 Oh"])
def test_a_frame_that_does_not_arrive_is_said_so(problem, status):
    assert status[:3] in problem(status=status)


def test_an_address_that_leads_elsewhere_is_said_so(settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "DEMO_MODE": True}
    with HostileServer({"/": redirect("http://127.0.0.1:9/login/")}) as proxy:
        assert "/login/" in framing_problem(proxy.url())


def test_nothing_inside_a_network_is_looked_at():
    assert framing_problem("http://127.0.0.1:9/")
    assert framing_problem("https://10.0.0.1/om/embed/1/list/")


@pytest.mark.django_db(transaction=True)
def test_our_own_frames_arrive_as_they_were_sent(live_server, settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "DEMO_MODE": True}
    assert framing_problem(f"{live_server.url}/om/embed/1/list/") == ""
