"""Other processes of the same site, so that they can be killed."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).parents[2]


class Site:
    """Runs commands in processes of their own, on a database that both sides can see.

    ``settings`` are further ones of OMWAGTAIL.
    """

    def __init__(self, database: dict, **settings: Any) -> None:
        self.environment = {
            **os.environ,
            "OMWAGTAIL_CHILD_DATABASE": json.dumps(database),
            "OMWAGTAIL_CHILD_SETTINGS": json.dumps(settings),
        }

    def command(self, *arguments: str) -> list[str]:
        """The words that run a command, in this environment."""
        return [sys.executable, "-m", "django", *arguments, "--settings=tests.harvest.site"]

    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            self.command(*arguments),
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str) -> str:
        """The output of a command, which must succeed."""
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, output
        return output

    def titles(self) -> list[str]:
        """The titles of all documents that are shown, as another process reads them."""
        code = (
            "import json; from omwagtail.catalogue.models import Item;"
            "print(json.dumps(list(Item.objects.visible().values_list('title', flat=True))))"
        )
        return json.loads(self.run("shell", "--no-imports", "-c", code).splitlines()[-1])


def database_for_children(directory: Path) -> dict:
    """On SQLite a copy of the test's empty database in a file, else the test's database itself."""
    known = connection.settings_dict
    if connection.vendor != "sqlite":
        names = ("ENGINE", "NAME", "OPTIONS", "USER", "PASSWORD", "HOST", "PORT")
        return {name: known[name] for name in names}
    path = str(directory / "site.sqlite3")
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as target:
        connection.connection.backup(target)
    # As the documentation advises for every site.
    options = {**known["OPTIONS"], "init_command": "PRAGMA journal_mode=WAL;", "timeout": 20}
    return {"ENGINE": known["ENGINE"], "NAME": path, "OPTIONS": options}
