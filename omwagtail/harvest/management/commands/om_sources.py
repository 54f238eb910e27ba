"""Sources from the command line: list them, add one, pause, resume or remove one."""

from django.core.management.base import BaseCommand, CommandError

from omwagtail.harvest.approving import approve, look_up, pause, propose, remove, resume
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.models import Source, Trust
from omwagtail.harvest.reading import check_source_origin

ACTIONS = ("list", "add", "pause", "resume", "remove")


class Command(BaseCommand):
    help = "Lists the sites that this site reads, or adds, pauses, resumes or removes one."

    def add_arguments(self, parser):
        parser.add_argument(
            "action", nargs="?", default="list", choices=ACTIONS, help="What to do; list is usual."
        )
        parser.add_argument("address", nargs="?", help="For example https://hwk.example")
        parser.add_argument(
            "--trust",
            choices=Trust.values,
            default=Trust.REVIEW,
            help="With add: documents wait for a person (review) or show at once (automatic).",
        )
        parser.add_argument(
            "--approve",
            action="store_true",
            help="With add: do not ask, the key that is found is right.",
        )

    def handle(self, *, action: str, address: str | None, **options) -> None:
        if action != "list" and not address:
            raise CommandError(f"Say which source: om_sources {action} https://hwk.example.")
        try:
            getattr(self, f"_{action}")(address=address, **options)
        except HarvestError as error:
            raise CommandError(str(error)) from error

    def _list(self, **options) -> None:
        for source in Source.objects.all():
            trouble = source.question or source.last_error
            self.stdout.write(
                f"{source.origin}  {source.get_state_display()}, {source.get_trust_display()}"
                + (f": {trouble}" if trouble else "")
            )

    def _add(self, *, address: str, trust: str, approve: bool, **options) -> None:
        found = look_up(address)
        self.stdout.write(f"{found.name or found.origin} ({found.origin})")
        self.stdout.write(f"  key    {found.kid}")
        self.stdout.write(f"  types  {', '.join(found.types) or '-'}")
        if not approve and not self._confirms():
            self.stdout.write("Nothing was changed.")
            return
        self._approve(found.origin, trust, found.kid)

    def _approve(self, origin: str, trust: str, kid: str) -> None:
        source = approve(propose(origin), trust=trust, kid=kid)
        self.stdout.write(f"{source.origin} is read from now on: {source.get_trust_display()}.")

    def _confirms(self) -> bool:
        try:
            return input("Is this the key that its operator tells you? [y/N] ").lower() == "y"
        except EOFError:
            raise CommandError("Nobody is here to be asked: use --approve.") from None

    def _pause(self, *, address: str, **options) -> None:
        self.stdout.write(f"{pause(_source(address)).origin} is paused.")

    def _resume(self, *, address: str, **options) -> None:
        self.stdout.write(f"{resume(_source(address)).origin} goes on.")

    def _remove(self, *, address: str, **options) -> None:
        source = _source(address)
        count = remove(source)
        self.stdout.write(f"{source.origin} is removed, with {count} items.")


def _source(address: str) -> Source:
    """The source at an address. Raises HarvestError."""
    origin = check_source_origin(address)
    source = Source.objects.filter(origin=origin).first()
    if source is None:
        raise HarvestError(f"{origin} is not a source of this site.")
    return source
