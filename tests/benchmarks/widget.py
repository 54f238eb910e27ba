"""A check of 30 checkpoints as a visitor's browser gets it, in German.

Ours: ``gzip_kb`` is what the page loads before anything on demand: its script, its style, and its
own words (``texts_kb``), each compressed by itself as it is served (1 kB is 1,000 bytes). Its own
words are those of the templates in the page, of which result, plan and all the rest are made, and
the sentences that the module fills numbers into; ``words_kb`` is the same with the markup of the
templates, which are a part of the page. What the check itself says, its statements, measures and
result texts, is in none of them, neither here nor with the peer: ``page_kb`` is the whole page,
with the questions. ``demand_kb`` is what comes later: that of the result with the first answer, the
rest with a click.

Peer: the same questions as a survey of SurveyJS, script and style and German words likewise. It has
neither result nor plan. Floor: the same questions as a bare form, without script and style.

``requests`` are those of the page for frames, the page itself included; ``site_requests`` those of
the page in the site, without what every page of that site asks for. Times: see ``visiting``.
"""

import json
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from example_site.loading.library import Library
from example_site.loading.reading import Piece, read
from example_site.loading.writing import draft_of, write_page
from omwagtail.catalogue.capture import capture
from omwagtail.catalogue.models import Item
from tests import node, services
from tests.benchmarks.calling import call
from tests.benchmarks.measuring import Report
from tests.benchmarks.pages import directory, home
from tests.benchmarks.serving import files_application, packed, served
from tests.benchmarks.surveys import PACKAGES, SCRIPTS, STYLE, bare_files, survey_files
from tests.benchmarks.visiting import Visit, slow_browser, visit

CHECKPOINTS = 30
ROUNDS = 7
CHECK, FURTHER = "checks/betriebs-check.yaml", "checks/zusammenarbeit-unternehmen.yaml"
# The module has changed the page, so that it no longer shows all topics; something can be chosen.
OURS = """document.querySelectorAll("[data-om-section]").length > 1
  && [...document.querySelectorAll("section[data-om-section]")].filter(visible).length < 2
  && [...document.querySelectorAll("[data-om-check] :is(input, button)")].some(visible)"""
PEER = 'visible(document.querySelector("input[type=radio]")?.closest("label"))'
FLOOR = 'visible(document.querySelector("input[type=radio]"))'
ADDRESS = re.compile(r'(?:src|href)="(/om/embed/1/[^"]+\.(?:js|css)[^"]*)"')
ON_DEMAND = re.compile(r'import\("\./([^"]+)"\)')
# Those of the bands hold what the check itself says of a result.
TEMPLATE = re.compile(r"<template data-om-template=\"(?!band-).*?</template>", re.DOTALL)
READ_ALOUD = re.compile(r' (?:aria-label|placeholder|title)="([^"]*)"')
DATA = re.compile(r'<script id="om-check-data"[^>]*>(.*?)</script>', re.DOTALL)


def run(report: Report) -> None:
    item = publish()
    frame = reverse("omwagtail_embed_check", args=[item.key])
    html = call(frame).body.decode()
    sizes = sizes_of(html)
    floor = bare_files(item.title, item.data["body"])
    sizes |= {"floor_kb": kilobytes(floor["/"][1])}
    peer = peer_files(report, item)
    if peer:
        sizes |= {
            f"peer_{name}_kb": round(sum(kilobytes(peer[path][1]) for path in paths), 2)
            for name, paths in parts_of(peer).items()
        }
    if reason := services.missing("browser"):
        print(f"widget: nothing was opened, because {reason}")
        return
    site = reverse("omwagtail_check", args=[item.key])
    pages = {
        "ours": (frame, OURS),
        "site": (site, OURS),
        "shell": (directory().url, "document.body"),
    }
    visits = open_in_turns(report, pages, floor, peer)
    ours = visits["ours"]
    report.add_times(
        f"a check of {CHECKPOINTS} checkpoints",
        {
            name: [one.seconds for one in found]
            for name, found in visits.items()
            if name in ("ours", "peer", "floor")
        },
        aims={"gzip_kb": 12, "requests": 3, "ours_ms": 700, "kept": 0, "foreign": 0},
        **sizes,
        requests=len(ours[0].paths),
        site_requests=len(set(visits["site"][0].paths) - shared(visits["shell"][0])),
        kept=max(one.kept for name in ("ours", "site") for one in visits[name]),
        foreign=sum(len(one.foreign) for name in ("ours", "site") for one in visits[name]),
        bytes=ours[0].bytes,
        floor_bytes=visits["floor"][0].bytes,
        **(
            {
                "peer_bytes": visits["peer"][0].bytes,
                "peer_requests": len(visits["peer"][0].paths),
            }
            if peer
            else {}
        ),
    )


def publish() -> Item:
    """The example site's check with some checkpoints of another one, so that there are enough."""
    data = read(CHECK)
    further = [point for section in read(FURTHER)["sections"] for point in section["checkpoints"]]
    sections = data["sections"]
    lacking = CHECKPOINTS - sum(len(section["checkpoints"]) for section in sections)
    for section, point in zip(sections, further[:lacking], strict=False):
        section["checkpoints"].append(point)
    piece = Piece(path=CHECK, data=data)
    page = draft_of(piece, None)
    home().add_child(instance=page)
    write_page(page, piece, Library())
    page.save_revision().publish()
    item = capture(page)
    asked = [point for section in item.data["body"]["sections"] for point in section["checkpoints"]]
    assert len(asked) == CHECKPOINTS
    return item


def peer_files(report: Report, item: Item) -> dict[str, tuple[str, bytes]]:
    """The peer's page; empty where its packages are not there and not to be fetched."""
    if not report.is_tiny:
        node.install(*PACKAGES)
    elif any(node.missing(name) for name in PACKAGES):
        return {}
    return survey_files(item.title, item.data["body"])


def parts_of(peer: dict) -> dict[str, list[str]]:
    """The peer's files: what script, style and words are together, and each of them."""
    scripts = [f"/{name.rpartition('/')[2]}" for name in SCRIPTS]
    style = f"/{STYLE.rpartition('/')[2]}"
    return {"gzip": [*scripts, style], "script": scripts, "style": [style]}


def sizes_of(html: str) -> dict[str, float]:
    """What the page and its parts weigh, compressed."""
    addresses = dict.fromkeys(ADDRESS.findall(html))
    texts = {address: call(address).body for address in addresses}
    scripts = [text for address, text in texts.items() if ".js" in address]
    styles = [text for address, text in texts.items() if ".css" in address]
    data = json.loads(DATA.search(html)[1])
    templates = "".join(TEMPLATE.findall(html))
    sentences = json.dumps(data["sentences"], ensure_ascii=False)
    parts = {
        "script_kb": sum(map(kilobytes, scripts)),
        "style_kb": sum(map(kilobytes, styles)),
        "texts_kb": kilobytes((texts_in(templates) + sentences).encode()),
    }
    return {
        "gzip_kb": round(sum(parts.values()), 2),
        **{name: round(size, 2) for name, size in parts.items()},
        "words_kb": kilobytes((templates + sentences).encode()),
        "page_kb": kilobytes(html.encode()),
        "demand_kb": round(sum(demanded(scripts).values()), 2),
        **{f"demand_{name}_kb": size for name, size in demanded(scripts).items()},
    }


def texts_in(markup: str) -> str:
    """What a reader reads or hears of it."""
    shown = re.sub(r"<[^>]*>", "\n", markup)
    lines = [" ".join(line.split()) for line in [*shown.split("\n"), *READ_ALOUD.findall(markup)]]
    return "\n".join(filter(None, lines))


def demanded(scripts: Iterable[bytes]) -> dict[str, float]:
    """The modules that a page's scripts may load later, each by its name without ending."""
    waiting = [name for text in scripts for name in ON_DEMAND.findall(text.decode())]
    found: dict[str, float] = {}
    while waiting:
        address = waiting.pop()
        name = urlsplit(address).path.removesuffix(".js")
        if name not in found:
            text = call(f"/om/embed/1/{address}").body
            found[name] = kilobytes(text)
            waiting += ON_DEMAND.findall(text.decode())
    return found


def kilobytes(content: bytes) -> float:
    return round(len(packed(content)) / 1000, 2)


def open_in_turns(report: Report, pages: dict, floor: dict, peer: dict) -> dict[str, list[Visit]]:
    """Open each page in turns; the first round, in which caches fill, is not counted."""
    with (
        served(get_wsgi_application()) as site,
        served(files_application(floor)) as bare,
        served(files_application(peer)) as survey,
        slow_browser() as browser,
    ):
        urls = {name: (site + path, usable) for name, (path, usable) in pages.items()}
        urls["floor"] = (f"{bare}/", FLOOR)
        if peer:
            urls["peer"] = (f"{survey}/", PEER)
        visits: dict[str, list[Visit]] = {name: [] for name in urls}
        for number in range(1 + (1 if report.is_tiny else ROUNDS)):
            for name, (url, usable) in urls.items():
                once = visit(browser, url, usable)
                if number:
                    visits[name].append(once)
        return visits


def shared(shell: Visit) -> set[str]:
    """What every page of the site asks for, beside itself."""
    return set(shell.paths[1:])
