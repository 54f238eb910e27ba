"""The admin's forms as an editor's browser shows them: filled in, on wide and narrow screens."""

import pytest
from django.urls import reverse
from django.utils.text import capfirst
from playwright.sync_api import Page, expect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from omwagtail.catalogue.capture import item_of
from omwagtail.content.organisation import Organisation
from omwagtail.models import Adviser
from omwagtail.pages.models import DirectoryPage, PracticeExamplePage
from tests.browser import PHONE, WIDE, accessibility_violations
from tests.content.admin_in_browser import logged_in
from tests.content.checks import TWO_TOPICS, add_check, band
from tests.content.editing import add_home
from tests.pages_for_tests import publish_example, publish_network, second_site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# What only Wagtail's own markup violates: rule, element, reason.
OF_WAGTAIL = (
    ("scrollable-region-focusable", ".w-minimap__list", "its list of headings scrolls"),
    ("target-size", "#w-minimap-toggle", "its button beside the list of headings is small"),
    ("landmark-unique", "#block", "entries of one kind are all named by it while they are open"),
)
# What depends on the width of the screen; the other rules see the same on all.
OF_LAYOUT = ["target-size", "scrollable-region-focusable"]

# Controls of the form that the screen cuts off, and pairs of them that lie upon each other.
# Lists that scroll show only a part of theirs.
CUT_OR_COVERED = """() => {
  const name = (node) => node.outerHTML.slice(0, 120);
  const shown = (node) => {
    if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
    const list = node.closest(".om-codes--long");
    return [...node.getClientRects()].flatMap((box) => {
      const frame = list ? list.getBoundingClientRect() : box;
      const [top, bottom] = [Math.max(box.top, frame.top), Math.min(box.bottom, frame.bottom)];
      if (bottom - top <= 2 || box.width <= 2) return [];
      return [{ node, top, bottom, left: box.left, right: box.right }];
    });
  };
  const controls = [...document.querySelectorAll(
    "[data-edit-form] :is(input, select, textarea, button, a, summary, [contenteditable=true])"
  )].filter((node) => !node.closest("footer, .w-minimap-container, .om-codes__search"));
  const boxes = controls.flatMap(shown);
  const found = boxes
    .filter((box) => box.left < -1 || box.right > innerWidth + 1)
    .map((box) => `cut: ${name(box.node)}`);
  const over = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  boxes.forEach((a, place) => {
    for (const b of boxes.slice(place + 1)) {
      if (over(a, b) && !a.node.contains(b.node)) {
        found.push(`covered: ${name(a.node)} by ${name(b.node)}`);
      }
    }
  });
  return [boxes.length, found];
}"""

# On a narrow screen the menu gives its place to the form, in many small steps.
MENU_HAS_GONE = """() => {
  const left = () => document.querySelector("[data-edit-form]").getBoundingClientRect().left;
  const before = left();
  const frame = () => new Promise(requestAnimationFrame);
  return before < 60 && frame().then(frame).then(() => left() === before);
}"""

EXAMPLE = ("omwagtail_pages", "practiceexamplepage")
CONTACT = ("contact", {"name": "Büro", "email": "b@netz.example", "public": True})


@pytest.fixture
def home(live_server):
    return add_home()


@pytest.fixture
def picture(live_server):
    return get_image_model().objects.create(title="Lehrwerkstatt", file=get_test_image_file())


@pytest.fixture
def guilds(live_server):
    return [
        Organisation.objects.create(
            name=f"Innung {letter}",
            type="guild",
            region="DED2",
            competences=["skilled-labour"],
            contacts=[CONTACT],
        )
        for letter in "ABC"
    ]


@pytest.fixture
def network(home, guilds):
    """A network with something of all that it can have."""
    members = [{"organisation": guilds[0], "role": "Vorsitz", "since": "2005"}] + [
        {"name": f"Betrieb {place}", "type": "business", "benefit": "Findet Leute."}
        for place in range(2)
    ]
    return publish_network(
        home,
        goals=[("goal", "Gemeinsam ausbilden")],
        focus_areas=[("focus_area", "Ausbildung")],
        members=[("member", member) for member in members],
        facts=[("fact", {"label": "Betriebe", "value": "18", "as_of": "2010"})],
        milestones=[("milestone", {"date": "2004", "text": "Gründung"})],
        funding=[("funding", {"kind": "donations", "share": 40})],
        bodies=[("body", {"name": "Beirat", "text": "Berät"})],
        contacts=[CONTACT],
        topics=["skilled-labour"],
        regions=["DED2F"],
    )


@pytest.fixture
def example(home, picture, guilds, network):
    """A practice example with something in every field."""
    shown = {"image": picture, "alt": "Drei an der Werkbank", "credit": "Foto: Kim"}
    file = get_document_model().objects.create(title="Vertrag", file=get_test_image_file())
    section = {"kind": "approach", "heading": "Vorgehen", "text": "<p>So.</p>", "images": [shown]}
    programme = [{"time": "10:00", "title": "Begrüßung", "speaker": "Kim"}]
    event = {"kind": "workshop", "date": "2021", "place": "Leipzig", "programme": programme}
    return publish_example(
        home,
        sections=[("section", section)],
        images=[("picture", shown)],
        lessons=[("lesson", "Klein anfangen.")],
        facts=[("fact", {"label": "Betriebe", "value": "18", "as_of": "2010"})],
        actors=[
            ("actor", {"organisation": guilds[0], "contribution": "Zeit"}),
            ("actor", {"name": "Betrieb", "benefit": "Nachwuchs"}),
        ],
        milestones=[("milestone", {"date": "2004", "text": "Gründung"})],
        quotes=[("quote", {"text": "Gut.", "name": "Kim", "role": "Chefin"})],
        event=[("event", event)],
        funding=[("funding", {"programme": "Fachkräfte", "funder": "Ministerium"})],
        period_from="2020",
        series_title="Reihe",
        series_number=3,
        audiences=["enterprise"],
        contacts=[CONTACT],
        files=[("download", {"document": file, "title": "Vertrag"})],
        related=[("related", {"page": network, "relation": "example-of"})],
        sources=[("source", {"title": "Bericht", "url": "https://a.example/"})],
        licence="CC-BY-4.0",
        attribution="Netzwerk",
    )


@pytest.fixture
def check(home):
    return add_check(home, sections=TWO_TOPICS, bands=[band(0, 49, "ziele", id="b1")])


@pytest.fixture
def admin(live_server, open_page, editor) -> Page:
    """The browser of somebody who may do everything."""
    page = open_page("about:blank", **logged_in(editor, live_server))
    page.set_default_timeout(60_000)
    yield page
    # Forms save themselves: nothing of it may reach a database that is emptied.
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")


def open_form(page: Page, address: str, title: str) -> None:
    """The form with its panels unfolded. The title makes sure that it is not the log-in."""
    page.set_viewport_size(WIDE)
    page.goto(address)
    assert title in page.locator("h1").first.text_content()
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "document.querySelectorAll('.w-panel:not(.w-panel--nested) > * > [data-panel-toggle]"
        "[aria-expanded=false]').forEach(toggle => toggle.click())"
    )


def violations(page: Page, **options) -> list[str]:
    """What axe-core finds in what is ours."""
    return [
        text
        for text in accessibility_violations(page, **options)
        if not any(text.startswith(f"{rule}: ['{element}") for rule, element, _ in OF_WAGTAIL)
    ]


def tab_to(page: Page, selector: str) -> None:
    """From where the focus is to the next element that matches, by the keyboard alone."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Not reached by the keyboard: {selector}")


def test_filled_forms_are_accessible_and_fit_on_a_phone(
    admin, live_server, home, guilds, network, example, check
):
    directory = home.add_child(instance=DirectoryPage(title="Alles", slug="a", types=["network"]))
    add = reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", "practiceexamplepage", home.pk]
    )
    organisations = "wagtailsnippets_omwagtail_organisation"
    second_site()
    adviser = Adviser.objects.create(
        name="Kim Beispiel",
        organisation=guilds[0],
        email="kim@innung.example",
        regions=["DED2", "DE9"],
        topics=["health"],
        site=Site.objects.get(is_default_site=True),
    )
    forms = [
        *(
            (reverse("wagtailadmin_pages:edit", args=[page.pk]), page.title)
            for page in (example, network, check, directory)
        ),
        (f"{add}?start=short", "Praxisbeispiel"),
        (reverse(f"{organisations}:add"), "Organisation"),
        (reverse(f"{organisations}:edit", args=[guilds[0].pk]), "Innung A"),
        (
            reverse("wagtailsnippets_omwagtail_adviser:add"),
            str(capfirst(Adviser._meta.verbose_name)),
        ),
        (reverse("wagtailsnippets_omwagtail_adviser:edit", args=[adviser.pk]), adviser.name),
    ]
    found = {}
    for path, title in forms:
        open_form(admin, live_server.url + path, title)
        wide = violations(admin)
        admin.set_viewport_size(PHONE)
        admin.wait_for_function(MENU_HAS_GONE)
        controls, hidden = admin.evaluate(CUT_OR_COVERED)
        assert controls > 5
        found[path] = [*wide, *violations(admin, rules=OF_LAYOUT), *hidden]
    assert found == {path: [] for path, _ in forms}


def test_an_example_is_written_with_the_keyboard_alone(admin, live_server, home, picture):
    add = reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", "practiceexamplepage", home.pk]
    )
    admin.goto(f"{live_server.url}{add}?start=empty")
    keys = admin.keyboard

    tab_to(admin, "#id_title")
    keys.type("Ohne Maus")
    tab_to(admin, "#id_summary")
    keys.type("Drei Betriebe schreiben.")

    tab_to(admin, "[id$='-images-section'] [data-panel-toggle]")
    keys.press("Enter")
    tab_to(admin, "[data-contentpath=images] .c-sf-add-button")
    keys.press("Enter")
    tab_to(admin, "#images-0-value-image-chooser [data-chooser-action-choose]")
    keys.press("Enter")
    admin.locator(".modal-body .image-choice").wait_for()
    # The window takes the focus when it has faded in.
    admin.wait_for_function("document.activeElement.closest('.modal') !== null")
    tab_to(admin, ".modal-body .image-choice")
    keys.press("Enter")
    expect(admin.locator("#images-0-value-image-chooser .chooser__title")).to_have_text(
        "Lehrwerkstatt"
    )
    tab_to(admin, "[name=images-0-value-alt]")
    keys.type("Drei an der Werkbank")

    tab_to(admin, "[data-contentpath=sections] .c-sf-add-button")
    keys.press("Enter")
    tab_to(admin, "[name=sections-0-value-heading]")
    keys.type("Anfang")
    tab_to(admin, "[data-contentpath=sections] [contenteditable=true]")
    keys.type("So begann es.")

    tab_to(admin, "[id$='-actors-section'] [data-panel-toggle]")
    keys.press("Enter")
    tab_to(admin, "[data-contentpath=actors] .c-sf-add-button")
    keys.press("Enter")
    tab_to(admin, "[name=actors-0-value-name]")
    keys.type("Metallbau")

    tab_to(admin, "[name=topics][value=skilled-labour]")
    keys.press("Space")
    tab_to(admin, "[id$='-regions-section'] [data-panel-toggle]")
    keys.press("Enter")
    tab_to(admin, "[data-contentpath=regions] [type=search]")
    keys.type("osterz")
    tab_to(admin, "[name=regions]")
    keys.press("Space")
    chosen = admin.locator("[data-contentpath=regions] .om-codes__summary")
    expect(chosen).to_contain_text("Osterzgebirge")

    tab_to(admin, "footer [data-w-dropdown-target=toggle]")
    keys.press("Enter")
    tab_to(admin, "[name=action-publish]")
    keys.press("Enter")
    admin.locator(".messages .success").wait_for()

    data = item_of(PracticeExamplePage.objects.get(title="Ohne Maus")).data
    assert data["summary"] == "Drei Betriebe schreiben."
    assert [image["alt"] for image in data["images"]] == ["Drei an der Werkbank"]
    [section] = data["body"]["sections"]
    assert (section["heading"], "So begann es." in section["html"]) == ("Anfang", True)
    assert [actor["organisation"]["name"] for actor in data["body"]["actors"]] == ["Metallbau"]
    assert (data["topics"], data["regions"]) == (["skilled-labour"], ["DED2F"])


def test_several_organisations_become_members_at_once(admin, live_server, guilds, network):
    open_form(
        admin,
        live_server.url + reverse("wagtailadmin_pages:edit", args=[network.pk]),
        network.title,
    )
    members = admin.locator("#members-root")
    before = members.locator("[data-streamfield-child]").count()
    members.locator(".om-many button").press("Enter")
    window = admin.locator(".modal-body")
    for name in ("Innung B", "Innung C"):
        window.get_by_role("row", name=name).get_by_role("checkbox").check()
    # Not by a key: a window that is still fading in takes the focus away.
    window.locator("[data-multiple-choice-submit]").click()
    expect(members.locator("[data-streamfield-child]")).to_have_count(before + 2)
    expect(members.locator("output")).to_contain_text("2")

    admin.locator("[name=action-publish]").evaluate("button => button.click()")
    admin.locator(".messages .success").wait_for()
    members = item_of(type(network).objects.get()).data["body"]["members"]
    assert [member["organisation"]["name"] for member in members[-2:]] == ["Innung B", "Innung C"]
    assert len(members) == before + 2
