"""The written steps of docs/how-to/publish-an-example.md, as a browser does them.

The test of these steps and the script that takes the pictures for the page use them both.
"""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

TITLE = "Zwei Betriebe teilen sich einen Auszubildenden"
SUMMARY = (
    "Ein Metallbauer und ein Elektriker bilden gemeinsam aus. So lernt der junge Mann mehr, und "
    "beide Betriebe tragen nur die halbe Last."
)
SECTIONS = (
    ("Allein war es zu wenig", "Für eine ganze Ausbildung fehlten jedem Betrieb Maschinen."),
    ("Ein halbes Jahr hier, ein halbes dort", "Die Kammer half beim gemeinsamen Plan."),
    ("Die Prüfung ist bestanden", "Beide Betriebe bilden im Herbst wieder zusammen aus."),
)
ALT = "Zeichnung: Drei Jugendliche bauen zusammen eine Brücke."
CREDIT = "Zeichnung: omwagtail"
ACTOR = ("Metallbau Beispiel GmbH", "Werkstatt und Ausbilder", "Eine Fachkraft, die bleibt")


class Editor:
    """Somebody in front of the browser. Counts what is clicked and what is typed."""

    def __init__(self, page: Page, *, shoot: Callable[[str], None] = lambda name: None) -> None:
        self.page = page
        self.shoot = shoot
        self.clicks = 0
        self.characters = 0

    def click(self, target: Locator) -> None:
        """One click."""
        target.click()
        self.clicks += 1

    def type(self, target: Locator, text: str) -> None:
        """A click into a field, and the words."""
        self.click(target)
        self.page.keyboard.insert_text(text)
        self.characters += len(text)

    def publish_first_example(self, admin: str, name: str, password: str, picture: Path) -> str:
        """All steps from log-in to the published page; returns its address."""
        self.log_in(admin, name, password)
        self.begin()
        self.say_what_it_is_about()
        self.add_picture(picture)
        self.write_sections()
        self.add_actor()
        return self.publish()

    def log_in(self, admin: str, name: str, password: str) -> None:
        """Step 1."""
        self.page.goto(admin)
        self.type(self.page.locator("#id_username"), name)
        self.type(self.page.locator("#id_password"), password)
        self.page.keyboard.press("Enter")

    def begin(self) -> None:
        """Steps 2 and 3: the menu, the place, the starting form."""
        listing = self.page.locator("a[href$='/omwagtail/practice_examples/']").first
        self.click(self.page.locator(".sidebar li", has=listing).locator("button").first)
        self.click(listing)
        self.click(self.page.locator("a[href$='/choose_parent/']").first)
        self.click(self.page.locator("main form [type=submit]").last)
        self.page.locator(".om-starting__form").first.wait_for()
        self.shoot("starting-forms")
        self.click(self.page.locator(".om-starting__form a").first)

    def say_what_it_is_about(self) -> None:
        """Step 4: title, summary, topic."""
        self.type(self.page.locator("#id_title"), TITLE)
        self.type(self.page.locator("#id_summary"), SUMMARY)
        self.click(self.page.locator("input[name=topics][value=skilled-labour]"))
        self.page.locator("#id_title").scroll_into_view_if_needed()
        self.shoot("title-and-summary")

    def add_picture(self, picture: Path) -> None:
        """Step 5: from this computer, with its description and whose it is."""
        field = self._opened("images")
        self._add(field)
        self.click(field.locator("[data-chooser-action-choose]").first)
        dialog = self.page.locator(".modal-dialog")
        self.click(dialog.locator("[role=tab][href='#tab-upload']"))
        with self.page.expect_file_chooser() as chosen:
            self.click(dialog.locator("input[type=file]"))
        chosen.value.set_files(picture)
        # Wagtail proposes the file's name as the picture's title.
        expect(dialog.locator("#tab-upload [name$='-title']")).not_to_have_value("")
        self.click(dialog.locator("#tab-upload [type=submit]"))
        dialog.wait_for(state="detached")
        self.type(field.locator("[name$='-alt']"), ALT)
        self.type(field.locator("[name$='-credit']"), CREDIT)
        self.shoot("picture")

    def write_sections(self) -> None:
        """Step 6: a heading and a text for each section that is laid out."""
        for place, (heading, text) in enumerate(SECTIONS):
            block = self.page.locator(f"[name='sections-{place}-value-heading']")
            self.type(block, heading)
            section = self.page.locator("[data-contentpath='sections'] [data-streamfield-child]")
            self.type(section.nth(place).locator(".public-DraftEditor-content").first, text)
        self.shoot("sections")

    def add_actor(self) -> None:
        """Step 7: who took part."""
        field = self._opened("actors")
        self._add(field)
        for part, words in zip(("name", "contribution", "benefit"), ACTOR, strict=True):
            self.type(field.locator(f"[name='actors-0-value-{part}']"), words)
        self.shoot("actor")

    def publish(self) -> str:
        """Step 8; returns the address of the public page."""
        self.click(self.page.locator("footer [data-w-dropdown-target=toggle]").last)
        self.page.locator("[name=action-publish]").hover()
        self.shoot("publish")
        self.click(self.page.locator("[name=action-publish]"))
        link = self.page.locator(".messages .success a, .messages a").first
        return link.evaluate("link => link.href")

    def _opened(self, name: str) -> Locator:
        """A field whose panel is folded at first."""
        panel = self.page.locator(f"[id$='-{name}-section']")
        toggle = panel.locator("[data-panel-toggle]").first
        if toggle.get_attribute("aria-expanded") == "false":
            self.click(toggle)
        # The checklist above grows shorter while we write: what we clicked at may have moved away.
        while toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
        return panel

    def _add(self, field: Locator) -> None:
        self.click(field.locator("button.c-sf-add-button").first)
