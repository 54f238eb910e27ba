"""The form of a check, as an editor's browser shows it."""

import pytest
from django.urls import reverse
from playwright.sync_api import TimeoutError

from tests.browser import PHONE, WIDE, accessibility_violations
from tests.content.checks import add_check, band, sections
from tests.content.editing import add_home

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.slow,
]

# Milliseconds.
SOON = 8_000

MANY = sections(
    *(
        (
            f"t{topic}",
            f"Thema {topic}",
            [(f"p{topic}-{place}", f"Wir tun {topic}.{place}.", "Anfangen") for place in range(2)],
        )
        for topic in range(3)
    )
)


@pytest.fixture
def check(live_server):
    return add_check(
        add_home(),
        sections=MANY,
        bands=[band(0, 49, id="b1"), band(50, 100, "t1", id="b2")],
        completion=[
            {"type": "rule", "value": {"rule": "measures", "count": 2, "columns": ["who"]}},
        ],
    )


def percent_after_trying(trial) -> str:
    """What the result says of one answer. Wagtail renews a preview a moment after the form was
    changed; whoever has begun to fill it in by then begins again."""
    for _ in range(5):
        try:
            # Where there are topics to choose from, it begins with them.
            trial.locator("[data-om=begin]").click(timeout=SOON)
            no = trial.get_by_label("Nein, noch nicht").or_(trial.get_by_label("No, not yet"))
            no.first.check(timeout=SOON)
            trial.locator("[data-om=submit]").click(timeout=SOON)
            return trial.locator("[data-om=percent]").first.inner_text(timeout=SOON)
        except TimeoutError:
            continue
    raise AssertionError("The preview gave no result.")


@pytest.fixture
def open_admin(live_server, open_page, client, django_user_model):
    """Opens an address of the admin for somebody who may do everything."""
    user = django_user_model.objects.create_superuser("editor", "e@example.org", "secret")
    client.force_login(user)
    cookie = {
        "name": "sessionid",
        "value": client.cookies["sessionid"].value,
        "url": live_server.url,
    }

    def open_admin(url):
        page = open_page("about:blank")
        page.context.add_cookies([cookie])
        page.goto(live_server.url + url)
        return page

    return open_admin


def block(page, id):
    return page.locator(f"#block-{id}-section")


def unfold(page, id):
    block(page, id).locator("[data-panel-toggle]").first.click()


def ids_of(page, place):
    """All ids of a topic, its own first."""
    names = f"[name^='sections-{place}-'][name$='-id']"
    return page.evaluate(
        "names => [...document.querySelectorAll(names)].map((input) => input.value)", names
    )


def violations_of_ours(page):
    """Wagtail's rich text and its list of headings have faults of their own."""
    theirs = ("placeholder-", "w-minimap")
    return [
        text for text in accessibility_violations(page) if not any(part in text for part in theirs)
    ]


def test_a_check_of_three_topics_is_edited_and_tried_out(open_admin, check):
    page = open_admin(reverse("wagtailadmin_pages:edit", args=[check.pk]))
    block(page, "t2").wait_for()

    # Folded, topics are as high as their titles.
    assert block(page, "t0").locator("[data-panel-heading-text]").first.inner_text() == "Thema 0"
    assert not page.locator("[name='sections-0-value-title']").is_visible()

    # Own levels are asked for only where they are chosen.
    levels = page.locator("[data-contentpath='levels']")
    assert not levels.is_visible()
    page.locator("[name=scale_preset]").select_option("own")
    levels.wait_for()
    page.locator("[name=scale_preset]").select_option("yes-no")
    levels.wait_for(state="hidden")

    # Topics are chosen by their words, and kept by their ids.
    unfold(page, "b2")
    chosen = block(page, "b2").locator("om-parts")
    assert chosen.get_by_role("checkbox", name="Thema 1", exact=True).is_checked()
    chosen.get_by_role("checkbox", name="Thema 2").check()
    unfold(page, "t1")
    page.locator("[name='sections-1-value-title']").fill("Neuer Name")
    chosen.get_by_role("checkbox", name="Neuer Name").wait_for()
    assert page.locator("[name='bands-1-value-sections']").input_value() == '["t1","t2"]'
    assert violations_of_ours(page) == []
    page.set_viewport_size(PHONE)
    assert violations_of_ours(page) == []
    page.set_viewport_size(WIDE)

    # What is duplicated gets ids of its own.
    block(page, "t1").locator("[data-streamfield-action=DUPLICATE]").first.click()
    page.locator("[name='sections-3-id']").wait_for(state="attached")
    original, copy = ids_of(page, 1), ids_of(page, 3)
    assert len(original) == len(copy) > 4
    assert not set(original) & set(copy)

    # The draft is tried out as it is, saved or not.
    page.locator("[data-side-panel-toggle=preview]").first.click()
    page.locator("#id_preview_mode").select_option("fill-in")
    trial = page.frame_locator("iframe[src*='mode=fill-in']").last
    trial.locator("[data-om=not-sent]").wait_for()
    assert "100" in percent_after_trying(trial)
