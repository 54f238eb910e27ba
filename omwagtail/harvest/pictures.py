"""Fetching the pictures of harvested documents: checked, encoded again, then served from here."""

import hashlib
import io
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from PIL import Image as PillowImage
from PIL import ImageOps

from omwagtail.catalogue.indexing import delete_unused, images_of
from omwagtail.catalogue.models import Item, ItemState, Picture
from omwagtail.catalogue.pictures import encode, free_name, keep
from omwagtail.conf import settings
from omwagtail.harvest.hosts import give_host_back, host_of, take_host
from omwagtail.transport import FetchError, fetch

MAX_BYTES = 15_000_000
MAX_PIXELS = 40_000_000
# Formats that are decoded; all others are refused before a decoder of theirs runs.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
WIDEST = 1600
# A progressive JPEG has about ten scans, and each goes over the whole picture: with thousands a
# small file would keep a decoder busy for hours.
SCAN, MAX_SCANS = b"\xff\xda", 100
# What turns a picture by a quarter (EXIF).
ORIENTATION, LYING = 0x0112, (5, 6, 7, 8)
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=5), timedelta(days=1)
# For so long a picture is left to the worker that fetches it; more than it takes in the worst case.
# If that worker is killed, it is tried again afterwards.
CLAIM = timedelta(minutes=2)
# Rows that are looked at together, and in one turn.
SEEN_AT_ONCE, MOST_SEEN = 50, 500
# Other documents may name the same picture at other addresses; one that works is enough.
MAX_ADDRESSES = 3
# What one turn may take: seconds in all and for one picture, then how long and how often a host may
# hold the others up. Time it took counts also where it brought a picture.
SECONDS_A_TURN, SECONDS_A_PICTURE = 20, 10
SECONDS_A_HOST, WRONG_PICTURES_A_HOST = 8, 3
# Those that wait for a decision are fetched too: a person must see what is to be decided.
SHOWN_OR_WAITING = (ItemState.ACCEPTED, ItemState.PENDING)


class PictureError(Exception):
    """The picture cannot be shown; a placeholder stands in its place."""


@dataclass
class Turn:
    """What the fetching of one turn has taken, and which hosts have had their share of it."""

    seconds: float = SECONDS_A_TURN
    spent: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    silent: set[str] = field(default_factory=set)
    # Hosts that this turn has taken, and those at which another worker is.
    taken: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        return sum(self.spent.values()) >= self.seconds

    def is_tired_of(self, host: str) -> bool:
        return (
            host in self.silent
            or host in self.busy
            or self.spent[host] >= SECONDS_A_HOST
            or self.wrong[host] >= WRONG_PICTURES_A_HOST
        )

    def may_ask(self, host: str) -> bool:
        """Whether this turn may ask a host; it keeps what it has taken until it is over."""
        if self.is_tired_of(host):
            return False
        if host not in self.taken:
            (self.taken if take_host(host) else self.busy).add(host)
        return host in self.taken

    def end(self) -> None:
        """Let others have the hosts."""
        for host in self.taken:
            give_host_back(host)

    def get(self, picture: Picture, url: str) -> tuple[bytes, int, int]:
        """Fetch and decode. Raises PictureError or FetchError, and remembers whose fault it was."""
        host, began = host_of(url), time.monotonic()
        try:
            return decode(_download(picture.image_id, url))
        except FetchError:
            self.silent.add(host)
            raise
        except PictureError:
            self.wrong[host] += 1
            raise
        finally:
            self.spent[host] += time.monotonic() - began


def fetch_missing(limit: int = 50, *, seconds: float = SECONDS_A_TURN) -> tuple[int, int]:
    """Fetch pictures that are due and that an item shows; returns (fetched, failed).

    No host takes the whole turn: one that does not answer is asked once, the rest waits; and one
    that another worker asks is left to that one (rule 18).
    """
    turn, outcomes = Turn(seconds=seconds), []
    try:
        for picture in _due_pictures(turn):
            if turn.may_ask(host_of(picture.url)) and _claim(picture):
                outcomes.append(_fetch_or_plan(picture, turn))
            if len(outcomes) == limit or turn.is_over:
                break
    finally:
        turn.end()
    return outcomes.count(True), outcomes.count(False)


def store(picture: Picture, turn: Turn) -> None:
    """Fetch one picture, check it against its id, and keep it without metadata (rule 20).

    Raises PictureError or FetchError, of the last address tried.
    """
    content, width, height = _get_from_any(picture, turn)
    if not _announce(picture, content):
        return
    with transaction.atomic():
        current = _wanted(picture)
        if current is None:
            return
        current.width, current.height = width, height
        current.due, current.error = None, ""
        keep(current, content, name=current.file.name)


@transaction.atomic
def _announce(picture: Picture, content: bytes) -> bool:
    """Note which file there will be, before there is one: whoever is killed while writing it leaves
    a row that says what is to be deleted. False where nobody shows the picture any more."""
    current = _wanted(picture)
    if current is None:
        return False
    if current.file:
        # Left by somebody who was killed.
        current.file.delete(save=False)
    current.file.name = free_name(current, content)
    current.save(update_fields=["file"])
    return True


def _wanted(picture: Picture) -> Picture | None:
    """The row as it is now, locked: while the picture was on its way its last document may have
    been withdrawn, or somebody else may have fetched it."""
    current = Picture.objects.select_for_update().filter(pk=picture.pk, digest="").first()
    return current if current is not None and current.items.exists() else None


def decode(body: bytes) -> tuple[bytes, int, int]:
    """Decode and encode anew: only pixels come through. Raises PictureError."""
    try:
        with PillowImage.open(io.BytesIO(body), formats=FORMATS) as source:
            if source.width * source.height > MAX_PIXELS:
                raise PictureError("The picture has more than 40 megapixels.")
            if body.count(SCAN) > MAX_SCANS:
                raise PictureError("The picture is made of too many scans.")
            # A JPEG is decoded no larger than needed; what this does for others is nothing.
            source.draft("RGB", (WIDEST, WIDEST))
            source.load()
            pixels = ImageOps.exif_transpose(_shrunk(source))
            pixels.info.clear()
            return encode(pixels, WIDEST)
    except PictureError:
        raise
    except Exception as error:
        # Decoders fail in many ways on files made to break them; none may end the work.
        raise PictureError(f"The picture cannot be decoded ({type(error).__name__}).") from error


def _shrunk(source: PillowImage.Image) -> PillowImage.Image:
    """The picture no wider than it will be shown, with what says how it is to be turned.

    Before anything copies it: 40 megapixels take 160 MB each time.
    """
    lies = source.getexif().get(ORIENTATION) in LYING
    shown_width = source.height if lies else source.width
    if shown_width <= WIDEST:
        return source
    # Colours of a palette cannot be mixed.
    flat = source.convert("RGBA") if source.mode in ("P", "PA") else source
    size = [max(1, round(side * WIDEST / shown_width)) for side in source.size]
    small = flat.resize(size, PillowImage.Resampling.LANCZOS, reducing_gap=3)
    small.info = source.info
    return small


def delete_left_over(limit: int = 200) -> None:
    """Delete foreign pictures that no item shows, if that was interrupted when it was due."""
    left_over = Picture.objects.filter(made_from__isnull=True, items__isnull=True).exclude(url="")
    delete_unused(set(left_over.values_list("pk", flat=True)[:limit]))


def _due_pictures(turn: Turn) -> Iterator[Picture]:
    """Those that are due, longest waiting first, some at a time: there may be a million."""
    links = Picture.items.through.objects.filter(
        picture=OuterRef("pk"), item__state__in=SHOWN_OR_WAITING
    )
    due = Picture.objects.filter(Exists(links), digest="", due__lte=timezone.now())
    seen: list[int] = []
    while len(seen) < MOST_SEEN:
        left = due.exclude(pk__in=seen)
        for host in filter(turn.is_tired_of, {*turn.spent, *turn.busy}):
            for mark in "/?#":
                left = left.exclude(url__istartswith=f"{host}{mark}")
        some = list(left.order_by("due", "pk")[:SEEN_AT_ONCE])
        if not some:
            return
        seen += [picture.pk for picture in some]
        yield from (one for one in some if not turn.is_tired_of(host_of(one.url)))


def _claim(picture: Picture) -> bool:
    """Take a picture that is due; False where another worker was quicker."""
    free = Picture.objects.filter(pk=picture.pk, digest="", due=picture.due)
    return free.update(due=timezone.now() + CLAIM) == 1


def _get_from_any(picture: Picture, turn: Turn) -> tuple[bytes, int, int]:
    """The picture from the first address that has it."""
    first, *others = _addresses(picture)
    try:
        return turn.get(picture, first)
    except (PictureError, FetchError) as error:
        failure = error
    for url in others:
        if turn.is_over or not turn.may_ask(host_of(url)):
            continue
        try:
            return turn.get(picture, url)
        except (PictureError, FetchError) as error:
            failure = error
    raise failure


def _fetch_or_plan(picture: Picture, turn: Turn) -> bool:
    try:
        store(picture, turn)
    except (PictureError, FetchError) as error:
        failures = picture.failures + 1
        pause = min(FIRST_RETRY * 2 ** min(failures - 1, 10), LONGEST_RETRY)
        Picture.objects.filter(pk=picture.pk).update(
            failures=failures, error=str(error), due=timezone.now() + pause
        )
        return False
    return True


def _addresses(picture: Picture) -> list[str]:
    """Where the documents that show the picture say that it is; no document can spoil it for
    another by naming the same picture at a wrong address."""
    items = Item.objects.filter(pictures=picture, state__in=SHOWN_OR_WAITING).order_by("pk")
    named = [
        image["url"]
        for item in items[:MAX_ADDRESSES]
        for image in images_of(item.data)
        if image["id"] == picture.image_id
    ]
    return list(dict.fromkeys([picture.url, *named]))[:MAX_ADDRESSES]


def _download(image_id: str, url: str) -> bytes:
    response = fetch(
        url,
        accept="image/*",
        max_bytes=MAX_BYTES,
        max_seconds=SECONDS_A_PICTURE,
        allow_loopback=settings.DEMO_MODE,
    )
    if not response.ok:
        raise PictureError(f"The server answered with status {response.status}.")
    if hashlib.sha256(response.body).hexdigest() != image_id:
        raise PictureError("The picture is not the one that was signed.")
    return response.body
