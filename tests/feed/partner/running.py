"""The partner as processes of their own, whose settings change between two starts."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.federation.running import eventually, status_of

ROOT = Path(__file__).parents[3]
SECONDS_TO_START = 120
PUBLISH = (
    "from tests.pages_for_tests import publish_example; publish_example(title={0!r}, slug={0!r})"
)


class Partner:
    """A site on this machine, with its data in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "partner.sqlite3"
        self.secret = "first"
        self.old_secret = ""
        self.origin = free_origin()

    def change_secret(self, secret: str) -> None:
        self.old_secret, self.secret = self.secret, secret

    def move(self) -> str:
        """Take another address; returns the old one."""
        old, self.origin = self.origin, free_origin()
        return old

    def manage(self, *arguments: str) -> str:
        """What a management command prints."""
        finished = subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            env=self._environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    def publish(self, title: str) -> None:
        self.manage("shell", "--no-imports", "-c", PUBLISH.format(title))

    @contextmanager
    def answering(self, origin: str | None = None) -> Iterator[None]:
        """Answer at this address, by default the site's own."""
        host = (origin or self.origin).removeprefix("http://")
        process = subprocess.Popen(
            [sys.executable, "-m", "django", "runserver", "--noreload", host],
            env=self._environment(),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            eventually(lambda: status_of(f"http://{host}/om/api/v1/"), seconds=SECONDS_TO_START)
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.feed.partner.settings",
            "OMWAGTAIL_PARTNER_DATABASE": str(self.database),
            "OMWAGTAIL_PARTNER_SECRET": self.secret,
            "OMWAGTAIL_PARTNER_OLD_SECRETS": self.old_secret,
            "OMWAGTAIL_PARTNER_ORIGIN": self.origin,
        }


def free_origin() -> str:
    """On a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"
