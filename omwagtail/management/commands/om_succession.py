"""To be run after the key or the address of a site changed (rule 22)."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from omwagtail.catalogue.keys import signing_key, spare_keys
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.moving import move_frozen_editions, move_withdrawals
from omwagtail.catalogue.origins import origin_problem, own_origins
from omwagtail.catalogue.stamping import stamp_all
from omwagtail.catalogue.sweeping import sweep
from omwagtail.documents import DocumentError, SigningKey, normalise_origin
from omwagtail.feed.joining import take_along
from omwagtail.feed.keys import known_keys, note_former_key, note_key_in_use
from omwagtail.feed.successions import in_words, sign

# A key is 43 characters; what is much longer is another file.
MAX_KEY_FILE = 1_000


class Command(BaseCommand):
    help = (
        "Lets a former key say which key, or which address, this site has now, so that those who "
        "read it go on. Keys in SECRET_KEY_FALLBACKS are used by themselves."
    )

    def add_arguments(self, parser):
        former = parser.add_mutually_exclusive_group()
        former.add_argument("--old-key", metavar="TEXT", help="A former SIGNING_KEY.")
        former.add_argument(
            "--old-key-file",
            metavar="FILE",
            help="A file that holds a former SIGNING_KEY; - reads it from the standard input.",
        )
        parser.add_argument(
            "--old-origin",
            metavar="ADDRESS",
            help="Where the site stood before, such as https://old.example.",
        )
        parser.add_argument(
            "--new-origin",
            metavar="ADDRESS",
            help="Which of several sites is meant; one alone need not be named.",
        )

    def handle(self, *, old_key, old_key_file, old_origin, new_origin, **options) -> None:
        given = _given_key(old_key, old_key_file)
        new_origins = _own(new_origin)
        note_key_in_use()
        if old_origin:
            old_origin = self._former(old_origin)
            if len(new_origins) > 1:
                raise CommandError(
                    f"Say which site is meant: --new-origin {' or '.join(new_origins)}"
                )
            # Before anybody hears of the new address: a feed that offers less reads as a loss.
            self._move(old_origin, new_origins[0])
        keys = _signing_keys(given, is_new_address=bool(old_origin))
        signed = sign((key, old_origin or new, new) for key in keys for new in new_origins)
        if given:
            note_former_key(given)
        for statement in signed:
            self.stdout.write(in_words(statement))
        if not signed:
            self.stdout.write(_why_nothing(keys))

    def _former(self, address: str) -> str:
        origin = _checked(address)
        if origin in own_origins():
            raise CommandError(
                f"{origin} is still an origin of this installation. Change the site, or "
                'OMWAGTAIL["ORIGINS"], first.'
            )
        if not Item.objects.filter(origin=origin).exists():
            self.stderr.write(f"Nothing was ever published here as {origin}. Is it spelt right?")
        return origin

    def _move(self, old_origin: str, new_origin: str) -> None:
        report = sweep()
        count = move_withdrawals(old_origin, new_origin)
        move_frozen_editions(old_origin, new_origin)
        take_along(old_origin, new_origin)
        stamp_all()
        self.stdout.write(f"{report}; {count} withdrawals moved")
        for problem in report.problems:
            self.stderr.write(problem)


def _given_key(text: str | None, file: str | None) -> SigningKey | None:
    if file:
        text = _read(file)
    if text is None:
        return None
    try:
        key = SigningKey.from_text(text.strip())
    except DocumentError as error:
        raise CommandError(f"That is no key: {error}") from error
    if key.kid == signing_key().kid:
        raise CommandError("That is the key in use. Set the new one first.")
    return key


def _read(file: str) -> str:
    try:
        with sys.stdin if file == "-" else Path(file).open(encoding="utf-8") as stream:
            return stream.read(MAX_KEY_FILE)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The key cannot be read: {error}") from error


def _own(address: str | None) -> list[str]:
    origins = list(own_origins())
    if not origins:
        raise CommandError("No site here has a valid origin; manage.py check says why.")
    if address is None:
        return origins
    origin = _checked(address)
    if origin not in origins:
        raise CommandError(f"{origin} is no origin here. There are: {', '.join(origins)}.")
    return [origin]


def _checked(address: str) -> str:
    try:
        origin = normalise_origin(address)
    except DocumentError as error:
        raise CommandError(str(error)) from error
    if fault := origin_problem(origin):
        raise CommandError(fault)
    return origin


def _signing_keys(given: SigningKey | None, *, is_new_address: bool) -> list[SigningKey]:
    """The key that was given; else those that signed here before, and for a new address also the
    one in use, which most likely signed at the old one."""
    if given:
        return [given]
    known = set(known_keys().values_list("kid", flat=True))
    former = [key for key in spare_keys() if key.kid in known]
    return [*former, signing_key()] if is_new_address else former


def _why_nothing(keys: list[SigningKey]) -> str:
    if keys:
        return "All of this was said before."
    return (
        "There is nothing to sign: no former key is at hand. Give --old-key-file, put the former "
        "SECRET_KEY into SECRET_KEY_FALLBACKS, or give --old-origin for a new address."
    )
