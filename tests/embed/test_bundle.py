"""om_export_embed: what is in the ZIP, and what is refused."""

import json
import posixpath
import re
import zipfile
from copy import deepcopy
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError
from wagtail.models import Site

from omwagtail.embed.bundle import lists
from omwagtail.models import Adviser, EmbedTheme
from omwagtail.runner.assets import integrity_of
from tests.catalogue.factories import (
    FOREIGN_ORIGIN,
    OWN_ORIGIN,
    edit_item,
    make_item,
    withdraw_item,
)
from tests.embed.bundles import export
from tests.rendering.samples import stored_picture
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db

SAFE = re.compile(r"(?:[a-zA-Z0-9][\w.-]*/)*[a-zA-Z0-9][\w.-]*", re.ASCII)


@pytest.fixture
def check():
    return make_item("check", title="Betriebs-Check", summary="Kurz.", body=body())


@pytest.fixture
def file(tmp_path):
    return tmp_path / "bundle.zip"


def contents(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def text(file: Path, path: str) -> str:
    return contents(file)[path].decode()


def entries(file: Path, name: str = "all") -> list[dict]:
    return json.loads(text(file, f"list/{name}/list.json"))["results"]


def titles(file: Path, name: str = "all") -> list[str]:
    return [entry["card"]["title"] for entry in entries(file, name)]


# ---- what is in it


def test_the_same_content_gives_the_same_bytes(check, tmp_path):
    make_item(title="Türhänger", topics=["health"], regions=["DED2F"])
    first = export(tmp_path / "a.zip", check.key, "list", f"card/{check.key}")
    second = export(tmp_path / "b.zip", check.key, "list", f"card/{check.key}")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        names = archive.namelist()
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert names == sorted(names)


def test_files_have_names_that_every_server_takes(check, file):
    make_item(title="Eigenes", topics=[{"code": "haus:1.2_a", "label": "Eigenes"}])
    export(file, check.key, "list?topic=haus:1.2_a&region=DED", "list?topic=health")
    names = list(contents(file))
    assert [name for name in names if not SAFE.fullmatch(name)] == []
    assert len({name.lower() for name in names}) == len(names)


def test_pages_load_nothing_but_files_of_the_bundle(check, file):
    _, image = stored_picture()
    make_item(origin=FOREIGN_ORIGIN, title="Türhänger", reuse="full", images=[image])
    example = make_item(title="Techniktag", images=[stored_picture(900, origin=OWN_ORIGIN)[1]])
    edit_item(check, body=body(edition={"number": 3}, minutes=12))
    export(file, check.key, "list", f"card/{example.key}")
    found = contents(file)
    pages = [name for name in found if name.endswith(".html")]
    assert len(pages) >= 7
    for name in pages:
        for address in loaded(BeautifulSoup(found[name], "html.parser")):
            path = address.partition("?")[0]
            assert posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) in found


def loaded(page: BeautifulSoup) -> list[str]:
    addresses = [tag["src"] for tag in page.find_all(src=True)]
    addresses += [tag["href"] for tag in page.find_all("link", rel="stylesheet")]
    for tag in page.find_all(srcset=True):
        addresses += [entry.split()[0] for entry in tag["srcset"].split(",")]
    data = page.find("script", id="om-check-data")
    addresses += json.loads(data.string)["styles"].values() if data else []
    return addresses


def test_links_lead_to_the_site_or_to_a_file_beside(check, file):
    example = make_item(title="Techniktag")
    export(file, check.key, f"card/{example.key}", f"card/{check.key}", "list")
    page = BeautifulSoup(text(file, f"card/{check.key}/index.html"), "html.parser")
    local = f"../../check/{check.key}/index.html"
    assert {link["href"] for link in page.find_all("a")} == {local}
    page = BeautifulSoup(text(file, f"card/{example.key}/index.html"), "html.parser")
    assert page.find("a")["href"] == example.url
    pages = {name: page for name, page in contents(file).items() if name.endswith(".html")}
    assert [name for name, page in pages.items() if b'"/om/embed/' in page] == []
    page = BeautifulSoup(text(file, f"check/{check.key}/index.html"), "html.parser")
    assert page.find("footer").find("a")["href"] == check.url


def test_each_page_forbids_the_browser_to_ask_anybody_else(check, file):
    export(file, check.key, "list")
    for name, content in contents(file).items():
        if name.endswith(".html"):
            first = BeautifulSoup(content, "html.parser").find("meta", {"http-equiv": True})
            assert first["http-equiv"] == "Content-Security-Policy"
            assert "default-src 'none'" in first["content"]
            assert "http" not in first["content"]


def test_no_form_leads_to_a_server(check, file):
    export(file, check.key)
    for name, content in contents(file).items():
        if name.endswith(".html"):
            page = BeautifulSoup(content, "html.parser")
            targets = {tag["formaction"] for tag in page.find_all(formaction=True)}
            assert targets <= {"comparison.html"}
            assert all(form["method"] == "dialog" for form in page.find_all("form"))


def test_hashes_fit_the_files(check, file):
    export(file, check.key, "list")
    found = contents(file)
    said = json.loads(found.pop("integrity.json"))
    assert said["v"] == "om-integrity/1"
    assert said["files"] == {name: integrity_of(content) for name, content in found.items()}
    notes = found["LIESMICH.html"].decode()
    for module in ("om-embed.js", "om-list.js", "om-directory.js"):
        assert integrity_of(found[f"assets/{module}"]) in notes


def test_a_check_is_there_in_each_edition(check, file):
    earlier = check.editions.get().fingerprint[:12]
    changed = deepcopy(body())
    changed["sections"][0]["checkpoints"][0]["statement"] = "Wir wissen, wohin wir wollen."
    edit_item(check, body=changed | {"edition": {"number": 3}})
    export(file, check.key)
    names = {name.rpartition("/")[2] for name in contents(file) if name.startswith("check/")}
    kinds = ("edition", "since", "comparison")
    assert names == {"index.html", "unknown.html", "comparison.html"} | {
        f"{kind}-{earlier}.html" for kind in kinds
    }
    page = text(file, f"check/{check.key}/edition-{earlier}.html")
    assert "wohin der Betrieb soll" in page
    assert "wohin wir wollen" not in BeautifulSoup(page, "html.parser").find("form").text


def test_two_sides_are_compared_only_where_both_checks_are_there(check, file):
    other = make_item("check", title="Gegenstück", body=body(), related=[counterpart(check)])
    export(file, check.key)
    page = BeautifulSoup(text(file, f"check/{check.key}/comparison.html"), "html.parser")
    assert page.find("input", value="sides") is None
    export(file, check.key, other.key, force=True)
    page = BeautifulSoup(text(file, f"check/{check.key}/comparison.html"), "html.parser")
    assert page.find("input", value="sides") is not None
    said = json.loads(page.find("script", id="om-comparison-data").string)["counterpart"]
    assert said["url"] == f"../{other.key}/"
    assert said["files"][""] == "index.html"


def counterpart(item) -> dict[str, str]:
    return {"origin": item.origin, "id": item.urn, "relation": "counterpart-check"}


def test_a_list_holds_all_that_it_asks_for_and_no_more(check, file):
    make_item(title="Türhänger", topics=["health"], regions=["DED2F"])
    make_item(title="Techniktag", topics=["strategy"])
    make_item("organisation", title="Kammer")
    export(file, "list", "list?topic=health&limit=1")
    assert titles(file) == ["Techniktag", "Türhänger", "Betriebs-Check"]
    assert titles(file, "topic_health.limit_1") == ["Türhänger"]
    [entry] = entries(file, "topic_health.limit_1")
    assert entry["codes"]["region"] == ["DE", "DED", "DED2", "DED2F"]


@pytest.mark.parametrize("query", ["list", "/om/embed/1/list/", f"{OWN_ORIGIN}/om/embed/1/list/"])
def test_a_list_is_named_by_its_address_too(check, file, query):
    export(file, f"{query}?type=check")
    assert titles(file, "type_check") == ["Betriebs-Check"]


@pytest.mark.parametrize("form", ["{key}", "/om/check/{key}/", "{origin}/om/embed/1/check/{key}/"])
def test_a_check_is_named_by_key_or_address(check, file, form):
    export(file, form.format(key=check.key, origin=OWN_ORIGIN))
    assert f"check/{check.key}/index.html" in contents(file)


@pytest.mark.parametrize("form", ["card/{key}", "{origin}/om/embed/1/card/{key}/"])
def test_a_card_of_a_check_is_named_as_a_card(check, file, form):
    export(file, form.format(key=check.key, origin=OWN_ORIGIN))
    assert f"card/{check.key}/index.html" in contents(file)
    assert not [name for name in contents(file) if name.startswith("check/")]


def test_lines_begin_with_the_folder_of_the_other_server(check, file):
    export(file, check.key, folder="dateien/praxis")
    notes = BeautifulSoup(text(file, "LIESMICH.html"), "html.parser").text
    assert f'src="/dateien/praxis/check/{check.key}/index.html"' in notes
    assert f"om_export_embed {check.key} --folder /dateien/praxis/" in notes


# ---- what is not in it


def test_what_the_site_does_not_show_is_not_in_a_list(check, file):
    make_item(origin=FOREIGN_ORIGIN, title="Wartend", state="pending")
    withdraw_item(make_item(title="Zurückgezogen"))
    make_item(title="Abgelaufen", expires="2020-01-01T00:00:00Z")
    export(file, "list")
    assert titles(file) == ["Betriebs-Check"]


def test_of_what_may_only_be_quoted_there_is_no_picture(file):
    _, image = stored_picture()
    make_item(origin=FOREIGN_ORIGIN, title="Kurz", summary="Satz.", reuse="link", images=[image])
    export(file, "list")
    [entry] = entries(file)
    assert "summary" not in entry["card"]
    assert "image" not in entry["card"]
    assert not [name for name in contents(file) if name.startswith("media/")]


def test_all_checks_are_those_that_may_be_shown_whole(check, file):
    make_item("check", origin=FOREIGN_ORIGIN, title="Auszug", reuse="excerpt", body=body())
    foreign = make_item("check", origin=FOREIGN_ORIGIN, title="Ganz", reuse="full", body=body())
    export(file, all_checks=True)
    folders = {name.split("/")[1] for name in contents(file) if name.startswith("check/")}
    assert folders == {check.key, foreign.key}


def test_a_picture_that_is_gone_is_left_out_and_told(check, file, capsys):
    picture, image = stored_picture()
    make_item(origin=FOREIGN_ORIGIN, title="Türhänger", reuse="full", images=[image])
    picture.file.storage.delete(picture.file.name)
    export(file, "list")
    assert picture.digest in capsys.readouterr().err
    assert all(
        "image" not in entry["card"] or not entry["card"]["image"]["sizes"]
        for entry in entries(file)
    )


# ---- what is refused


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ("0" * 32, "no entry with the key"),
        ("https://partner.example/gibt-es-nicht/", "nothing at"),
        ("https://fremd.example/om/check/" + "0" * 32 + "/", "nothing at"),
        ("list?type=blog", "type=blog"),
        ("list?farbe=rot", "not farbe"),
        ("../../etc/passwd", "nothing at"),
    ],
)
def test_what_is_not_there_is_refused(check, file, wanted, reason):
    with pytest.raises(CommandError, match=reason):
        export(file, check.key, wanted)
    assert list(file.parent.iterdir()) == []


def test_what_was_withdrawn_is_refused(check, file):
    withdraw_item(check)
    with pytest.raises(CommandError, match="was withdrawn"):
        export(file, check.key)
    assert list(file.parent.iterdir()) == []


def test_what_waits_for_a_decision_is_refused(file):
    item = make_item("check", origin=FOREIGN_ORIGIN, title="Wartend", state="pending", body=body())
    with pytest.raises(CommandError, match="is not shown"):
        export(file, item.key)
    assert list(file.parent.iterdir()) == []


def test_a_check_that_may_only_be_quoted_is_refused(file):
    item = make_item("check", origin=FOREIGN_ORIGIN, reuse="excerpt", body=body())
    with pytest.raises(CommandError, match="no more than an extract"):
        export(file, item.key)
    assert list(file.parent.iterdir()) == []


def test_nothing_at_all_is_refused(db, file):
    with pytest.raises(CommandError, match="nothing to put"):
        export(file)


def test_a_file_is_replaced_only_on_demand(check, file):
    file.write_text("von gestern")
    with pytest.raises(CommandError, match="--force"):
        export(file, check.key)
    assert file.read_text() == "von gestern"
    export(file, check.key, force=True)
    assert f"check/{check.key}/index.html" in contents(file)


def test_a_folder_that_is_not_there_is_told(check, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        export(tmp_path / "fehlt" / "bundle.zip", check.key)


@pytest.mark.parametrize("folder", ["/../", "/a b/", '/"><script>/', "https://x.example/"])
def test_a_folder_that_no_address_could_hold_is_refused(check, file, folder):
    with pytest.raises(CommandError, match="no folder"):
        export(file, check.key, folder=folder)


def test_a_template_that_loads_from_elsewhere_is_refused(check, file, settings, tmp_path):
    own = tmp_path / "templates" / "omwagtail" / "check" / "imprint.html"
    own.parent.mkdir(parents=True)
    own.write_text('<img src="https://zaehler.example/1.gif" alt="">')
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path / "templates"]}]
    with pytest.raises(CommandError, match=r"https://zaehler\.example/1\.gif from another server"):
        export(file, check.key)
    assert not file.exists()


def test_of_several_sites_one_has_to_be_named(check, file):
    [site] = Site.objects.all()
    Site.objects.create(hostname="zwei.example", port=443, root_page=site.root_page)
    with pytest.raises(CommandError, match=r"--origin https://partner\.example or --origin"):
        export(file, check.key)
    export(file, check.key, origin="https://partner.example/")
    assert f"check/{check.key}/index.html" in contents(file)


def test_a_site_that_this_project_does_not_answer_for_is_told(check, file, settings):
    settings.ALLOWED_HOSTS = ["anders.example"]
    with pytest.raises(CommandError, match="is missing in ALLOWED_HOSTS"):
        export(file, check.key)


def test_a_list_that_is_too_long_for_a_visitor_is_refused(check, file, monkeypatch):
    monkeypatch.setattr(lists, "MAX_ENTRIES", 1)
    make_item(title="Techniktag")
    with pytest.raises(CommandError, match="more than 1 entries"):
        export(file, "list")
    assert not file.exists()


# ---- what goes along on demand


def test_advisers_go_along_only_on_demand(check, file):
    Adviser.objects.create(name="Frau Kim", email="kim@kammer.example", public=True)
    Adviser.objects.create(name="Herr Roth", email="roth@kammer.example", public=False)
    pages = [f"check/{check.key}/index.html", "LIESMICH.html"]
    export(file, check.key)
    assert "Frau Kim" not in text(file, pages[0])
    assert "--contacts" not in text(file, pages[1])
    export(file, check.key, contacts=True, force=True)
    assert "kim@kammer.example" in text(file, pages[0])
    assert "Roth" not in text(file, pages[0])
    assert "--contacts" in text(file, pages[1])


def test_pages_have_the_look_of_a_theme(check, file, a_logo):
    EmbedTheme.objects.create(name="Kammer", key="kammer", accent="#7a1f2b", logo=a_logo)
    export(file, check.key, f"card/{check.key}", "list", theme="kammer")
    found = contents(file)
    [sheet] = [name for name in found if name.endswith("kammer.css")]
    assert b"#7a1f2b" in found[sheet]
    for page in (f"check/{check.key}", f"card/{check.key}", "list/all"):
        html = BeautifulSoup(found[f"{page}/index.html"], "html.parser")
        sheets = [
            link["href"].partition("?")[0] for link in html.find_all("link", rel="stylesheet")
        ]
        assert posixpath.relpath(sheet, page) in sheets
        assert posixpath.normpath(posixpath.join(page, html.find("img")["src"])) in found
    notes = BeautifulSoup(text(file, "LIESMICH.html"), "html.parser").text
    assert "--theme kammer" in notes
    assert f'<link rel="stylesheet" href="/om/{sheet}' in notes


def test_a_theme_that_is_not_there_is_refused(check, file):
    with pytest.raises(CommandError, match="no theme with the key rot"):
        export(file, check.key, theme="rot")
    assert not file.exists()
