"""Pages of this site as files: what they load lies beside them, and links lead to where they led.

A page that is put into a folder of another server asks nobody else, and says so to the browser by
a policy of its own.
"""

import json
import posixpath
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.utils.html import json_script

from omwagtail.embed.bundle.files import BundleError, Files
from omwagtail.embed.lines import FRAMES

# As a frame's (policies.py), but for who may show it: only a header can say that.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'"
)
# Kinds of `link` that lead somewhere; all others load.
LEADING = {"canonical", "alternate", "license"}
ASSET = re.compile(re.escape(FRAMES) + r"[\w-]+\.(?:js|css)\?v=[0-9a-f]+")


def add_page(
    files: Files,
    path: str,
    html: bytes,
    *,
    origin: str,
    local: Mapping[str, str] | None = None,
) -> None:
    """Put a page of the site with this origin into the bundle, with all that it loads.

    ``local`` names addresses that are in the bundle, and their files: links lead there.
    """
    page = BeautifulSoup(html, "html.parser")
    leads = _Leads(path, origin, local or {})
    for tag in page.find_all(True):
        _keep_what_it_loads(files, tag, leads)
        # A frame of this site in the place of a page that a sandbox does not let open.
        tag.attrs.pop("data-inside", None)
        if "href" in tag.attrs and not _loads(tag):
            tag["href"] = leads.to(tag["href"])
    for tag in page.find_all("script", type="application/json"):
        said = _with_local_assets(json.loads(tag.string), files, leads)
        made = BeautifulSoup(json_script(said, tag.get("id")), "html.parser")
        tag.string = made.script.string
    policy = page.new_tag("meta", attrs={"http-equiv": "Content-Security-Policy"}, content=POLICY)
    page.head.insert(0, policy)
    # What says how the text is written has to stand within the first kilobyte.
    page.head.insert(0, page.head.find("meta", charset=True).extract())
    files.add(path, str(page).encode())


class _Leads:
    """Where links of a page lead, as they are written in its file."""

    def __init__(self, path: str, origin: str, local: Mapping[str, str]) -> None:
        self._folder, self._origin, self._local = posixpath.dirname(path), origin, local

    def to(self, address: str) -> str:
        whole = self._origin + address if address.startswith("/") else address
        file = self._local.get(whole.partition("?")[0])
        return self.beside(file) if file else whole

    def beside(self, path: str) -> str:
        return posixpath.relpath(path, self._folder or ".")


def _loads(tag: Tag) -> bool:
    return tag.name == "link" and not LEADING & set(tag.get("rel") or ())


def _keep_what_it_loads(files: Files, tag: Tag, leads: _Leads) -> None:
    names = ["src", "poster"] + (["href"] if _loads(tag) else [])
    for name in names:
        if not tag.get(name) or tag[name].startswith("data:"):
            continue
        file = files.load(_address_here(tag[name]))
        if not file:
            tag.decompose()
            return
        tag[name] = leads.beside(file)
    if sizes := tag.get("srcset"):
        tag["srcset"] = _sizes(files, sizes, leads)


def _sizes(files: Files, srcset: str, leads: _Leads) -> str:
    sizes = []
    for entry in srcset.split(", "):
        address, _, width = entry.partition(" ")
        if file := files.load(_address_here(address)):
            sizes.append(f"{leads.beside(file)} {width}".strip())
    return ", ".join(sizes)


def _address_here(address: str) -> str:
    if urlsplit(address).netloc or not address.startswith("/"):
        raise BundleError(
            f"A page loads {address} from another server, which a bundle must not do. Is a "
            "template of this project's own in the place of one of a frame?"
        )
    return address


def _with_local_assets(value: Any, files: Files, leads: _Leads) -> Any:
    """What the module is told to load later on: each text that is the address of an asset."""
    match value:
        case dict():
            return {name: _with_local_assets(each, files, leads) for name, each in value.items()}
        case list():
            return [_with_local_assets(each, files, leads) for each in value]
        case str() if ASSET.fullmatch(value):
            return leads.beside(files.load(value))
    return value
