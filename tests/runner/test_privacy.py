"""Nothing is kept on the device, nobody else is asked, and nothing is sent that was filled in."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.catalogue.factories import edit_item, make_item
from tests.runner.definitions import body
from tests.runner.pages import pages_of, responses_of
from tests.runner.way import walk

# All that a browser can keep for a site.
KEPT = """async () => [
  document.cookie,
  ...Object.keys(localStorage),
  ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(({ name }) => name),
  ...(globalThis.caches ? await caches.keys() : []),
].filter(Boolean)"""

WAYS = pytest.mark.parametrize("name", ["omwagtail_check", "omwagtail_embed_check"])


@pytest.fixture
def check(db):
    return make_item("check", title="Betriebs-Check", summary="Kurz.", body=body())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@WAYS
def test_the_whole_way_keeps_nothing_asks_nobody_else_and_sends_nothing(
    open_page, live_server, name
):
    check = make_item("check", title="Betriebs-Check", summary="Kurz.", body=body())
    page = open_page(live_server.url + reverse(name, args=[check.key]))
    page.wait_for_load_state("networkidle")
    sent = []
    page.on("request", lambda request: sent.append(request))
    views = list(walk(page))
    assert {"topic", "result", "plan"} <= set(views)
    assert page.evaluate(KEPT) == []
    assert page.context.cookies() == []
    ours = urlsplit(live_server.url).netloc
    assert {urlsplit(url).netloc for url in page.requested} == {ours}
    # On the way only scripts, styles and pages come; what they are asked by is nobody's answer.
    assert {request.method for request in sent} <= {"GET"}
    asked_by = {name for request in sent for name in parse_qs(urlsplit(request.url).query)}
    assert asked_by <= {"v", "fingerprint"}
    assert page.complaints == []


@WAYS
def test_without_scripts_no_page_sets_a_cookie_or_may_be_kept(client, check, name):
    edit_item(check, title="Betriebs-Check")
    responses = responses_of(client, check)
    assert {f"{name} get", f"{name}_result post", f"{name}_plan post"} <= set(responses)
    for response in responses.values():
        assert not response.cookies
    posted = [one for called, one in responses.items() if called.endswith("post")]
    assert {response["Cache-Control"] for response in posted} == {"no-store"}
    assert "sessionid" not in client.cookies


def test_no_page_names_a_foreign_host_to_load_something_from(client, check):
    for html in pages_of(client, check).values():
        assert 'src="http' not in html
        assert 'rel="stylesheet" href="http' not in html
