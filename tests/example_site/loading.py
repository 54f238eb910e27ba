"""Loads example content into a site of its own, in processes of their own, and reads it back."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "example_site" / "content"

LOAD = """
from pathlib import Path
from django.conf import settings
from example_site.loading.loading import load
answer = load(settings.SITE, Path({content!r}))
"""

PAGES = """
from omwagtail.catalogue.models import Item
answer = {item.url.split("/", 3)[3]: item.data for item in Item.objects.visible()}
"""


class LoadedSite:
    """The chamber's site with a copy of the content that a test may change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        shutil.copytree(CONTENT, self.content)
        (folder / "8000" / "chamber").mkdir(parents=True)
        self._run("-m", "django", "migrate", "--verbosity", "0")

    def load(self) -> list[str]:
        """The pieces that were written."""
        return self.ask(LOAD.format(content=str(self.content)))

    def documents(self) -> dict[str, Any]:
        """What the site publishes, by path."""
        return self.ask(PAGES)

    def change(self, path: str, before: str, after: str) -> None:
        """Edit a content file."""
        file = self.content / path
        text = file.read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, after), "utf-8")

    def ask(self, code: str) -> Any:
        """What a piece of code left in ``answer``."""
        output = self._run(
            "-c", f"import django, json; django.setup()\n{code}\nprint(json.dumps(answer))"
        )
        return json.loads(output.splitlines()[-1])

    def _run(self, *arguments: str) -> str:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "example_site.settings",
            "OMWAGTAIL_SITE": "chamber",
            "OMWAGTAIL_DEMO_DIR": str(self.folder),
            "PORT": "8000",
        }
        process = subprocess.run(
            [sys.executable, *arguments],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert process.returncode == 0, process.stderr
        return process.stdout
