"""The files of a bundle: what is put into it, and what that loads.

Whatever a page loads is asked for as a visitor would ask for it, and becomes a file. So nothing
gets in that this site does not show to everybody.
"""

import io
import zipfile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from omwagtail.embed.lines import FRAMES
from omwagtail.runner.assets import imported_by

MEDIA = "/om/media/"
# Beginning of an address here, and the folder that its file gets.
FOLDERS = {FRAMES: "assets/", MEDIA: "media/"}
# A chamber's web editor uploads it by hand; who needs more takes several.
MAX_BYTES = 100_000_000
# The first moment that a ZIP can name: the same content has the same bytes, whenever it is made.
MOMENT = (1980, 1, 1, 0, 0, 0)
UNIX, ORDINARY_FILE = 3, 0o100644 << 16


class BundleError(Exception):
    """Why there is no bundle, in a sentence for whoever asked for it."""


class Files:
    """Contents by path, such as ``check/<key>/index.html``."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._contents: dict[str, bytes] = {}
        self._size = 0
        self.missing: set[str] = set()
        """Addresses here that gave nothing: pictures whose file is gone."""

    def __getitem__(self, path: str) -> bytes:
        return self._contents[path]

    def paths(self) -> list[str]:
        return sorted(self._contents)

    def add(self, path: str, content: bytes) -> None:
        """Raises BundleError where it becomes too much."""
        self._size += len(content) - len(self._contents.get(path, b""))
        if self._size > MAX_BYTES:
            raise BundleError(
                f"This is more than {MAX_BYTES // 1_000_000} MB. Choose fewer lists or entries, "
                "and take several bundles."
            )
        self._contents[path] = content

    def load(self, address: str) -> str:
        """The path of the file with what is at this address here, its version after it; empty where
        nothing is. Raises BundleError for an address that no page of a bundle may load from.
        """
        path, mark, query = address.partition("?")
        start = next((start for start in FOLDERS if path.startswith(start)), None)
        if start is None:
            raise BundleError(
                f"A page loads {address}, which cannot be taken along. Is a template of this "
                "project's own in the place of one of a frame?"
            )
        file = FOLDERS[start] + path.removeprefix(start)
        if file not in self._contents:
            content = self._asked(path, query)
            if content is None:
                self.missing.add(address)
                return ""
            self.add(file, content)
            if file.endswith(".js"):
                self._load_imports(path, content.decode())
        return file + mark + query

    def _load_imports(self, path: str, text: str) -> None:
        folder = path.rpartition("/")[0]
        for name in imported_by(text):
            self.load(f"{folder}/{name}")

    def _asked(self, path: str, query: str) -> bytes | None:
        request = HttpRequest()
        request.method, request.path, request.path_info = "GET", path, path
        request.META, request.user = dict(self._request.META), self._request.user
        request.GET = QueryDict(query)
        try:
            match = resolve(path)
            response = match.func(request, *match.args, **match.kwargs)
        except (Resolver404, Http404):
            return None
        return content_of(response) if response.status_code == 200 else None


def content_of(response: HttpResponse | FileResponse) -> bytes:
    if not response.streaming:
        return response.content
    # The file alone: closing the response ends a request, and with it the database's connection.
    with response.file_to_stream:
        return b"".join(response.streaming_content)


def zipped(files: Files) -> bytes:
    """All files in the order of their paths; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in files.paths():
            entry = zipfile.ZipInfo(path, MOMENT)
            entry.create_system, entry.external_attr = UNIX, ORDINARY_FILE
            archive.writestr(entry, files[path], zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()
