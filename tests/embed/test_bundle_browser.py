"""What om_export_embed writes, on a plain web server with a strict policy, in a real browser."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import FOREIGN_ORIGIN, edit_item, make_item
from tests.embed.bundles import export, served, unpack
from tests.embed.foreign import foreign_page, german
from tests.rendering.samples import stored_picture
from tests.runner.definitions import many_topics
from tests.runner.way import lead_on, part, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CC_BY = {"uri": "https://creativecommons.org/licenses/by/4.0/", "name": "CC BY"}


@pytest.fixture
def check():
    return make_item("check", title="Betriebs-Check", summary="Kurz.", body=many_topics())


@pytest.fixture
def entries(check):
    """Three entries beside the check, one with a picture."""
    _, image = stored_picture()
    make_item(
        origin=FOREIGN_ORIGIN,
        title="Türhänger",
        summary="Die Weggezogenen kommen zurück.",
        reuse="full",
        images=[image],
        licence=CC_BY,
        topics=["health"],
        regions=["DED2F"],
    )
    make_item(title="Techniktag", topics=["strategy"], regions=["DE117"])
    make_item("network", title="Verbund", regions=["DED2F"])


@pytest.fixture
def site(tmp_path):
    """`site("list")`: the address of the folder with that bundle, below a folder of a server."""
    with served(tmp_path / "server") as origin:
        (tmp_path / "server").mkdir()
        # The one thing that a browser asks for by itself.
        (tmp_path / "server" / "favicon.ico").touch()

        def site(*wanted, **options):
            file = export(tmp_path / "bundle.zip", *wanted, folder="/dateien/praxis/", **options)
            folder = unpack(file, tmp_path / "server" / "dateien" / "praxis")
            site.folder, site.origin = folder, origin
            return f"{origin}/dateien/praxis/"

        yield site


def asked_nobody_else(page) -> bool:
    """Whether all that was asked for, in the page's frames too, came from the one server."""
    home = "/".join(page.url.split("/")[:3])
    return all(url.startswith((f"{home}/", "data:", "blob:")) for url in page.requested)


def start(page) -> None:
    part(page, "begin").click()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_check_works_from_the_first_page_to_the_plan(open_page, site, check, viewport):
    page = open_page(f"{site(check.key)}check/{check.key}/", viewport=viewport)
    for _ in walk(page):
        assert accessibility_violations(page) == []
    lead_on(page, "handover")
    part(page, "mail").wait_for()
    assert asked_nobody_else(page)
    assert page.complaints == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("format", ["docx", "xlsx", "csv", "csv-result", "ics", "json"])
def test_each_file_to_take_along_is_made_in_the_browser(open_page, site, check, format):
    page = open_page(f"{site(check.key)}check/{check.key}/index.html")
    for view in walk(page):
        if view == "plan":
            page.locator("[data-om=planned] [type=date]").first.fill("2026-12-24")
    part(page, "view").locator(".om-along summary").click()
    with page.expect_download() as download:
        part(page, "view").locator(f"[data-om-format={format}]").click()
    content = Path(download.value.path()).read_bytes()
    if format in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = " ".join(archive.read(name).decode() for name in archive.namelist())
    else:
        text = content.decode()
    expected = {"csv-result": "Wir reden miteinander.", "ics": "20261224"}
    assert expected.get(format, "Steuerberaterin") in text
    assert asked_nobody_else(page)
    assert page.complaints == []


def test_answers_are_kept_on_the_device_under_the_other_servers_name(open_page, site, check):
    page = open_page(f"{site(check.key)}check/{check.key}/")
    start(page)
    page.check("#point-z1 input[value=much]")
    part(page, "keep-save").click()
    expect(part(page, "keep-delete")).to_be_visible()
    page.reload()
    expect(page.locator("#point-z1 input[value=much]")).to_be_checked()
    assert asked_nobody_else(page)


def test_a_link_goes_on_elsewhere_with_the_same_answers(open_page, site, check):
    page = open_page(f"{site(check.key)}check/{check.key}/")
    start(page)
    page.check("#point-z1 input[value=much]")
    page.locator(".om-keep-along summary").click()
    part(page, "keep-link").click()
    link = part(page, "keep-address").input_value()
    assert link.startswith(page.url.partition("#")[0])
    other = open_page(link)
    expect(other.locator("#point-z1 input[value=much]")).to_be_checked()


def test_results_are_compared(open_page, site, check, tmp_path):
    page = open_page(f"{site(check.key)}check/{check.key}/")
    record = {
        "v": "om-answers/1",
        "check": {"origin": check.origin, "id": check.urn},
        "name": "Frau Weiß",
        "answers": {"z1": "none"},
    }
    file = tmp_path / "weiss.json"
    file.write_text(json.dumps(record), "utf-8")
    start(page)
    page.check("#point-z1 input[value=much]")
    page.keyboard.press("Enter")
    part(page, "overview").locator("a").last.click()
    part(page, "submit").click()
    lead_on(page, "comparison")
    page.locator("[name=kind][value=people]").check()
    part(page, "comparison").locator("[type=file]").set_input_files(file)
    part(page, "do-compare").click()
    expect(part(page, "comparison-result")).to_contain_text("Frau Weiß")
    assert asked_nobody_else(page)
    assert page.complaints == []


def test_two_sides_are_compared_with_the_check_beside(open_page, site, check, tmp_path):
    named = {"origin": check.origin, "id": check.urn, "relation": "counterpart-check"}
    other = make_item("check", title="Gegenstück", body=many_topics(), related=[named])
    page = open_page(f"{site(check.key, other.key)}check/{check.key}/")
    record = {
        "v": "om-answers/1",
        "check": {"origin": other.origin, "id": other.urn},
        "answers": {"z1": "none"},
    }
    file = tmp_path / "andere.json"
    file.write_text(json.dumps(record), "utf-8")
    start(page)
    page.check("#point-z1 input[value=much]")
    part(page, "overview").locator("a").last.click()
    part(page, "submit").click()
    lead_on(page, "comparison")
    page.locator("[name=kind][value=sides]").check()
    part(page, "comparison").locator("[type=file]").set_input_files(file)
    part(page, "do-compare").click()
    expect(part(page, "comparison-result")).to_contain_text("Gegenstück")
    assert asked_nobody_else(page)
    assert page.complaints == []


def test_a_file_of_an_earlier_edition_opens_it_and_changes_over(open_page, site, check, tmp_path):
    newer = many_topics()
    newer["edition"] = {"number": 3, "date": "2026-10-01"}
    newer["sections"][0]["checkpoints"][0]["statement"] = "Wir wissen, wohin wir wollen."
    edit_item(check, body=newer)
    page = open_page(f"{site(check.key)}check/{check.key}/")
    fingerprint = check.editions.get(number=2).fingerprint
    record = {
        "v": "om-answers/1",
        "check": {"origin": check.origin, "id": check.urn},
        "edition": {"number": 2, "fingerprint": fingerprint},
        "answers": {"z1": "much"},
    }
    file = tmp_path / "gespeichert.json"
    file.write_text(json.dumps(record), "utf-8")
    page.locator(".om-start-file summary").click()
    page.locator("[name=file]").set_input_files(file)
    line = part(page, "change-over")
    expect(line).to_contain_text("Fassung 3")
    expect(page.locator("#point-z1")).to_contain_text("wohin der Betrieb soll")
    page.locator("[data-om=change-over-now]").click()
    expect(page.locator("#point-z1")).to_contain_text("wohin wir wollen")
    expect(page.locator("#point-z1 input[value=much]")).to_be_checked()
    page.reload()
    expect(page.locator(".om-check-guided")).to_be_attached()
    assert asked_nobody_else(page)
    assert page.complaints == []


def test_a_file_of_an_edition_that_is_not_there_says_so(open_page, site, check, tmp_path):
    page = open_page(f"{site(check.key)}check/{check.key}/")
    record = {
        "v": "om-answers/1",
        "check": {"origin": check.origin, "id": check.urn},
        "edition": {"number": 1, "fingerprint": "e" * 64},
        "answers": {"z1": "much"},
    }
    file = tmp_path / "alt.json"
    file.write_text(json.dumps(record), "utf-8")
    page.locator(".om-start-file summary").click()
    page.locator("[name=file]").set_input_files(file)
    expect(part(page, "change-over")).to_contain_text("nicht mehr")
    expect(page.locator("#point-z1 input[value=much]")).to_be_checked()
    assert page.complaints == []


def test_without_scripts_a_check_is_read_and_leads_to_where_it_is_filled_in(open_page, site, check):
    page = open_page(f"{site(check.key)}check/{check.key}/", java_script_enabled=False)
    expect(page.get_by_text("Wir reden miteinander.")).to_be_visible()
    expect(part(page, "start")).to_be_hidden()
    online = page.locator("[data-om=sent] a")
    expect(online).to_have_attribute("href", f"{check.origin}/om/check/{check.key}/")
    for button in page.get_by_role("button").all():
        assert "om-button" not in (button.get_attribute("class") or "")
    assert page.complaints == []


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_overview_shows_what_is_there(open_page, site, check, entries, viewport):
    page = open_page(site(check.key, "list"), viewport=viewport)
    expect(page.locator("[part=card]")).to_have_count(4)
    expect(page.get_by_role("link", name="Betriebs-Check").first).to_be_visible()
    assert accessibility_violations(page) == []
    assert asked_nobody_else(page)
    assert page.complaints == []


def element_on(open_page, site, lines, **options):
    """A page of the other server, in another folder, with these lines of a web editor."""
    folder = site.folder.parents[1] / "seite"
    folder.mkdir()
    (folder / "index.html").write_text(foreign_page(lines), "utf-8")
    return open_page(f"{site.origin}/seite/", **options)


def titles(page) -> list[str]:
    expect(page.locator("[part=card]").first).to_be_visible()
    return page.locator("[part=title]").all_inner_texts()


def lines_in_notes(page) -> dict[str, str]:
    """The lines to paste, by what they show."""
    found = {}
    for line in page.locator("pre code").all_inner_texts():
        if name := re.search(r"<(iframe|om-\w+) ", line):
            found.setdefault(name[1], line)
    return found


def test_a_list_has_pictures_credits_and_leads_to_the_check_beside_it(
    open_page, site, check, entries
):
    address = site(check.key, "list")
    page = element_on(open_page, site, list_line("om-list", address))
    assert titles(page) == ["Verbund", "Techniktag", "Türhänger", "Betriebs-Check"]
    expect(page.locator("[part=card]").nth(2)).to_contain_text("CC BY 4.0 · Foto: Muster")
    picture = page.get_by_role("img", name="Werkstatt")
    picture.scroll_into_view_if_needed()
    page.wait_for_function(
        "image => image.complete && image.naturalWidth", arg=picture.element_handle()
    )
    link = page.get_by_role("link", name="Betriebs-Check")
    assert link.evaluate("link => link.href") == f"{address}check/{check.key}/index.html"
    foreign = page.get_by_role("link", name="Türhänger")
    assert foreign.evaluate("link => link.href").startswith(FOREIGN_ORIGIN)
    assert asked_nobody_else(page)
    assert page.complaints == []


def list_line(name, address, attributes="") -> str:
    path = address.partition("//")[2].partition("/")[2]
    return (
        f'<script type="module" src="/{path}assets/{name}.js"></script>'
        f'<{name} data="/{path}list/all/list.json" {attributes}><a href="/{path}">Alle</a></{name}>'
    )


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('type="network,check"', ["Verbund", "Betriebs-Check"]),
        ('topic="health"', ["Türhänger"]),
        ('region="DED"', ["Verbund", "Türhänger"]),
        ('limit="2"', ["Verbund", "Techniktag"]),
        ('language="de" topic="strategy"', ["Techniktag"]),
    ],
)
def test_attributes_narrow_a_list_from_a_file(open_page, site, entries, attributes, expected):
    address = site("list")
    page = element_on(open_page, site, list_line("om-list", address, attributes))
    assert titles(page) == expected


def test_a_directory_from_a_file_is_searched_and_narrowed(open_page, site, entries):
    address = site("list")
    page = element_on(open_page, site, list_line("om-directory", address, 'limit="3"'))
    status = page.locator("om-directory [part=status]")
    expect(status).to_have_text("4 Einträge")
    types = page.get_by_role("combobox", name="Art").locator("option").all_inner_texts()
    assert types == ["Alle", "Check (1)", "Netzwerk (1)", "Praxisbeispiel (2)"]
    page.get_by_role("button", name=german("Show more")).click()
    expect(page.locator("[part=card]")).to_have_count(4)
    page.get_by_role("combobox", name="Region").select_option("DED")
    expect(status).to_have_text("2 Einträge")
    # The number beside a choice is what making it would give.
    regions = page.get_by_role("combobox", name="Region").locator("option").all_inner_texts()
    assert "Baden-Württemberg (1)" in [text.strip() for text in regions]
    page.get_by_role("searchbox").fill("weggezogene turh")
    expect(status).to_have_text("1 Eintrag")
    assert titles(page) == ["Türhänger"]
    page.get_by_role("searchbox").fill("gibtesnicht")
    expect(status).to_have_text(german("Nothing found. Fewer words or fewer filters often help."))
    assert len([url for url in page.requested if url.endswith("list.json")]) == 1
    assert accessibility_violations(page) == []
    assert asked_nobody_else(page)
    assert page.complaints == []


def test_a_list_page_needs_no_script(open_page, site, check, entries):
    page = open_page(f"{site(check.key, 'list')}list/all/", java_script_enabled=False)
    assert page.get_by_role("heading", level=2).all_inner_texts()[-1] == "Betriebs-Check"
    link = page.get_by_role("link", name="Betriebs-Check").get_attribute("href")
    assert link == f"../../check/{check.key}/index.html"
    assert page.complaints == []


def test_an_entry_that_expires_is_not_shown_after_that_day(open_page, site, check):
    make_item(title="Bis heute", expires="2100-01-01T00:00:00Z")
    address = site("list")
    page = open_page("about:blank")
    page.clock.set_fixed_time("2100-06-01T00:00:00Z")
    element_on(page.goto, site, list_line("om-list", address))
    assert titles(page) == ["Betriebs-Check"]


@pytest.mark.parametrize("way", ["iframe", "om-embed", "om-list", "om-directory"])
def test_the_lines_in_the_notes_work_as_they_are(open_page, site, check, entries, way):
    notes = open_page(f"{site(check.key, 'list')}LIESMICH.html")
    assert accessibility_violations(notes) == []
    page = element_on(open_page, site, lines_in_notes(notes)[way])
    if way in ("iframe", "om-embed"):
        expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    else:
        assert "Türhänger" in titles(page)
    if way == "om-embed":
        page.wait_for_function(
            "() => document.querySelector('om-embed').shadowRoot.querySelector('iframe')"
            ".style.height !== '740px'"
        )
    assert asked_nobody_else(page)
    # An own page in a sandbox with scripts could leave it, and the browser says so.
    assert [text for text in page.complaints if "sandbox" not in text] == []


def test_a_changed_script_is_refused_by_its_hash(open_page, site, check, entries):
    notes = open_page(f"{site(check.key, 'list')}LIESMICH.html")
    module = site.folder / "assets" / "om-list.js"
    module.write_text(module.read_text("utf-8") + "//", "utf-8")
    page = element_on(open_page, site, lines_in_notes(notes)["om-list"])
    page.wait_for_load_state("networkidle")
    assert page.locator("[part=card]").count() == 0
    assert any("integrity" in text for text in page.complaints)
