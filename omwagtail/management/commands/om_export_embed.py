"""Put checks, cards and lists into a ZIP that another site's own web server can show."""

import os
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError

from omwagtail.catalogue.origins import own_origins
from omwagtail.embed.bundle.choosing import Options, choose
from omwagtail.embed.bundle.files import BundleError, zipped
from omwagtail.embed.bundle.making import make_bundle, visitor_of

FOLDER = "/om/"
# Of an address's path: nothing that an attribute or an address would need to escape.
FOLDERS = re.compile(r"/(?:[A-Za-z0-9_.~-]+/)*")


class Command(BaseCommand):
    help = (
        "Writes a ZIP with checks, cards and lists that runs from any web server and loads nothing "
        "from anywhere else; notes for the web team are in it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "wanted",
            nargs="*",
            metavar="WHAT",
            help="The key or an address of a check or of another entry (which becomes a card), "
            "card/KEY, or a list: 'list?type=practice-example&topic=health'.",
        )
        parser.add_argument(
            "--all-checks", action="store_true", help="All checks that this site may show whole."
        )
        parser.add_argument(
            "--output",
            type=Path,
            metavar="FILE.zip",
            help="Without it om-HOST.zip in the present folder.",
        )
        parser.add_argument("--force", action="store_true", help="Replace the file if it is there.")
        parser.add_argument(
            "--folder",
            default=FOLDER,
            metavar="PATH",
            help="Where the files will lie on the other server, for the lines to paste "
            f"(default {FOLDER}).",
        )
        parser.add_argument(
            "--contacts", action="store_true", help="Take the advisers along that are named here."
        )
        parser.add_argument(
            "--theme", default="", metavar="KEY", help="The theme that all pages are shown in."
        )
        parser.add_argument("--origin", metavar="ADDRESS", help="Which of several sites is meant.")

    def handle(self, *, wanted, output, force, folder, origin, **options):
        origin = _own(origin)
        folder = _checked(folder)
        file = output or Path(f"om-{urlsplit(origin).netloc.replace(':', '-')}.zip")
        if file.exists() and not force:
            raise CommandError(f"{file} is there already. Give --force to replace it.")
        chosen = Options(
            folder=folder,
            contacts=options["contacts"],
            theme=options["theme"],
            command=_arguments(wanted, folder, options),
        )
        try:
            request = visitor_of(origin)
            choice = choose(wanted, request, all_checks=options["all_checks"])
            files = make_bundle(choice, request, origin, chosen)
        except BundleError as error:
            raise CommandError(str(error)) from error
        _write(file, zipped(files))
        for address in sorted(files.missing):
            self.stderr.write(f"{address} is missing here, and so in the bundle.")
        self.stdout.write(
            f"{file}: {len(choice.checks)} checks, {len(choice.cards)} cards, "
            f"{len(choice.lists)} lists; {len(files.paths())} files"
        )


def _arguments(wanted: list[str], folder: str, options: dict[str, Any]) -> str:
    """What makes the same bundle anew, as it is typed."""
    arguments = list(wanted)
    arguments += ["--all-checks"] if options["all_checks"] else []
    arguments += ["--contacts"] if options["contacts"] else []
    arguments += ["--theme", options["theme"]] if options["theme"] else []
    arguments += [] if folder == FOLDER else ["--folder", folder]
    return shlex.join(arguments)


def _own(address: str | None) -> str:
    origins = list(own_origins())
    if address is None and len(origins) == 1:
        return origins[0]
    if (given := (address or "").rstrip("/").lower()) in origins:
        return given
    if not origins:
        raise CommandError("No site here has a valid origin; manage.py check says why.")
    named = " or ".join(f"--origin {origin}" for origin in origins)
    raise CommandError(f"Say which site is meant: {named}")


def _checked(folder: str) -> str:
    whole = f"/{folder.strip('/')}/" if folder.strip("/") else "/"
    if not FOLDERS.fullmatch(whole) or ".." in whole.split("/"):
        raise CommandError(
            f"{folder} is no folder of a web server: write it as /praxis/ or /files/praxis/."
        )
    return whole


def _write(file: Path, content: bytes) -> None:
    """As a whole or not at all."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CommandError(f"The file cannot be written: {error}") from error
