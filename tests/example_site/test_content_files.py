"""The example content as an editor left it: readable, consistent, in our own words."""

import os
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from example_site.foreign_server import SOURCE
from omwagtail.documents import sanitise_html
from omwagtail.embed.models import EmbedTheme
from omwagtail.questionnaires import find_problems
from omwagtail.vocabularies import vocabulary

CONTENT = Path(__file__).parents[2] / "example_site" / "content"
SEEDS = os.environ.get("OMWAGTAIL_SEEDS", "")
RUN = 8  # so many equal words in a row are a copied sentence, fewer may be a name

VOCABULARY_OF = {
    "topics": "topics",
    "competences": "topics",
    "regions": "regions",
    "region": "regions",
    "sectors": "sectors",
    "audiences": "audiences",
    "audience": "audiences",
    "company_sizes": "company-sizes",
    "success_factors": "success-factors",
    "type": "organisation-types",
}
KINDS_OF = {"sections": "section-kinds", "event": "event-kinds", "funding": "funding-kinds"}
RICH_TEXT = {"html", "intro", "help", "footer"}


@cache
def read(path: str) -> Any:
    return yaml.safe_load((CONTENT / path).read_text(encoding="utf-8"))


def paths(pattern: str) -> list[str]:
    return sorted(path.relative_to(CONTENT).as_posix() for path in CONTENT.glob(pattern))


FILES = paths("**/*.yaml")
SITES = paths("sites/*.yaml")
CHECKS = paths("checks/*.yaml")
PIECES = sorted({*FILES} - {*SITES} - {"organisations.yaml"})


def members(node: Any, parent: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every member of nested data as (name of the object it stands in, name, value)."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield parent, name, value
            yield from members(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from members(value, parent)


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"<[^>]+>", " ", text).lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}


@pytest.mark.parametrize("path", FILES)
def test_codes_exist_in_their_vocabulary(path: str) -> None:
    for parent, name, value in members(read(path)):
        if name in VOCABULARY_OF:
            known = vocabulary(VOCABULARY_OF[name])
        elif name == "kind":
            known = vocabulary(KINDS_OF[parent])
        else:
            continue
        assert [code for code in as_list(value) if code not in known] == [], name


@pytest.mark.parametrize("path", FILES)
def test_rich_text_is_what_the_sanitiser_leaves(path: str) -> None:
    for parent, name, value in members(read(path)):
        if name in RICH_TEXT or (parent == "bands" and name == "text"):
            assert sanitise_html(value) == value


@pytest.mark.parametrize("path", FILES)
def test_other_texts_hold_no_markup(path: str) -> None:
    for parent, name, value in members(read(path)):
        if isinstance(value, str) and name not in RICH_TEXT and parent != "bands":
            assert "<" not in value, name


@pytest.mark.parametrize("path", FILES)
def test_mail_addresses_are_reserved_ones(path: str) -> None:
    for _, name, value in members(read(path)):
        if name == "email":
            assert value.endswith(".example")


@pytest.mark.parametrize("path", PIECES)
def test_a_piece_has_a_title_a_short_summary_and_a_source(path: str) -> None:
    piece = read(path)
    assert piece["title"]
    assert 0 < len(piece["summary"]) <= 300
    assert all(source["title"] and source["publisher"] for source in piece["source"])


@pytest.mark.parametrize("path", FILES)
def test_every_key_is_described(path: str) -> None:
    described = set(re.findall(r"`([a-z_]+)`", (CONTENT / "README.md").read_text("utf-8")))
    assert {name for _, name, _ in members(read(path))} - described == set()


def test_keys_of_organisations_are_unique() -> None:
    keys = [organisation["key"] for organisation in read("organisations.yaml")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("path", PIECES)
def test_an_organisation_agrees_with_the_list_of_organisations(path: str) -> None:
    types = {entry["key"]: entry["type"] for entry in read("organisations.yaml")}
    piece = read(path)
    for entry in [*piece.get("actors", []), *piece.get("members", [])]:
        name = entry["organisation"]
        looks_like_a_key = re.fullmatch(r"[a-z-]+", name)
        assert not looks_like_a_key or types[name] == entry["type"], name


def test_every_piece_is_published_by_exactly_one_site() -> None:
    published = [path for site in SITES for path in read(site)["content"]]
    assert sorted(published) == PIECES


@pytest.mark.parametrize("path", SITES)
def test_a_site_publishes_under_an_invented_organisation(path: str) -> None:
    invented = {entry["key"] for entry in read("organisations.yaml") if entry.get("fictional")}
    site = read(path)
    assert site["organisation"] in invented
    assert "Beispielinhalt" in site["footer"]


@pytest.mark.parametrize("path", SITES)
def test_slugs_are_unique_among_pieces_of_one_kind(path: str) -> None:
    pieces = read(path)["content"]
    addresses = [(Path(piece).parent, read(piece)["slug"]) for piece in pieces]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize("path", SITES)
def test_related_pieces_stand_on_the_same_site(path: str) -> None:
    published = read(path)["content"]
    for piece in map(read, published):
        targets = [related["path"] for related in piece.get("related", [])]
        targets += [piece["counterpart"]] if "counterpart" in piece else []
        assert set(targets) <= set(published)


@pytest.mark.parametrize("path", PIECES)
def test_pictures_are_there_light_and_described(path: str) -> None:
    for _, name, value in members(read(path)):
        if name != "images":
            continue
        for picture in value:
            file = CONTENT / picture["file"]
            assert file.stat().st_size < 200_000
            assert file.with_suffix(".svg").exists()
            assert picture["alt"]
            assert picture["credit"]
            with Image.open(file) as image:
                assert image.width == 1600


@pytest.mark.parametrize("path", CHECKS)
def test_a_check_has_no_problems(path: str) -> None:
    assert find_problems(read(path)) == []


@pytest.mark.parametrize("path", CHECKS)
def test_a_check_uses_each_id_once(path: str) -> None:
    sections = read(path)["sections"]
    checkpoints = [point for section in sections for point in section["checkpoints"]]
    measures = [measure for point in checkpoints for measure in point["suggested_measures"]]
    ids = [entry["id"] for entry in [*sections, *checkpoints, *measures]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", CHECKS)
def test_a_checkpoint_is_a_statement_in_our_name_with_three_examples(path: str) -> None:
    for section in read(path)["sections"]:
        for point in section["checkpoints"]:
            assert {"wir", "uns", "unsere", "unseren"} & set(words(point["statement"])), point["id"]
            assert len(point["good_practice"]) == 3


@pytest.mark.parametrize("scope", ["section", "whole"])
@pytest.mark.parametrize("path", CHECKS)
def test_bands_cover_every_percentage_once(path: str, scope: str) -> None:
    bands = [band for band in read(path)["bands"] if band["scope"] == scope]
    assert bands[0]["from"] == 0
    assert bands[-1]["to"] == 100
    assert all(below["to"] + 1 == above["from"] for below, above in pairwise(bands))


@pytest.mark.parametrize("path", CHECKS)
def test_a_check_is_our_own_and_says_so(path: str) -> None:
    check = read(path)
    assert re.fullmatch(r"Beispiel-\d+", check["code"])
    assert date.fromisoformat(check["edition"]["date"])


def test_a_pair_of_checks_can_be_laid_side_by_side() -> None:
    pairs = [(path, read(path)["counterpart"]) for path in CHECKS if "counterpart" in read(path)]
    assert pairs
    for path, counterpart in pairs:
        assert read(counterpart)["counterpart"] == path
        one, other = (
            [
                (section["id"], [point["id"] for point in section["checkpoints"]])
                for section in read(side)["sections"]
            ]
            for side in (path, counterpart)
        )
        assert one == other
        assert read(path)["scale"] == read(counterpart)["scale"]


@pytest.mark.skipif(not SEEDS, reason="OMWAGTAIL_SEEDS names no folder with the source texts")
@pytest.mark.parametrize("path", FILES)
def test_no_sentence_is_copied_from_a_source(path: str) -> None:
    seeds = [seed.read_text(encoding="utf-8") for seed in sorted(Path(SEEDS).glob("*.txt"))]
    assert seeds
    sources = set().union(*map(runs, seeds))
    for parent, name, value in members(read(path)):
        if isinstance(value, str) and parent != "source":
            assert runs(value) & sources == set(), name


@pytest.mark.parametrize("path", SITES)
def test_a_theme_can_be_read_and_its_logo_is_there(path: str) -> None:
    for entry in read(path).get("themes", ()):
        fields = {name: value for name, value in entry.items() if name != "logo"}
        EmbedTheme(**fields).full_clean(validate_unique=False)
        assert entry["logo_alt"]
        assert (CONTENT / entry["logo"]).with_suffix(".svg").exists()


def test_the_foreign_page_names_a_theme_of_the_hub() -> None:
    named = re.findall(r"theme=([\w-]+)", (SOURCE / "index.html").read_text("utf-8"))
    assert set(named) == {entry["key"] for entry in read("sites/hub.yaml")["themes"]}
