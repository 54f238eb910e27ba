"""Results beside one another: the page where files are chosen, and what they add up to.

In a browser ``compare.js`` does all of this on the device, with the templates of this page. Without
it, files are sent here and answered; nothing is stored or logged. Of other people's files only
answers are read: neither notes nor plans.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from omwagtail.catalogue.models import Item, ItemTerm, ItemType
from omwagtail.catalogue.references import references_of
from omwagtail.questionnaires import (
    MAX_RECORD_BYTES,
    RecordError,
    clean_answers,
    clean_record,
    read_record,
)
from omwagtail.rendering.provenance import provenance_of
from omwagtail.rendering.sites import shown_items, shown_origin
from omwagtail.runner.asked import Asked, asked_edition
from omwagtail.runner.assets import asset_url
from omwagtail.runner.comparison_tables import (
    Comparison,
    Side,
    among_people,
    by_time,
    of_two_sides,
)
from omwagtail.runner.comparison_words import SYMBOLS, say, words
from omwagtail.runner.context import common_context
from omwagtail.runner.form import options_of
from omwagtail.runner.frames import Frame
from omwagtail.runner.opening import files_were_too_large, keep_files_in_memory
from omwagtail.runner.responses import respond
from omwagtail.runner.state import Record, hidden_fields, record_of
from omwagtail.runner.views import check_view, to_be_mended

KINDS = ("time", "people", "sides")
MAX_RESULTS = 8
COUNTERPART = "counterpart-check"
# Of a file: all that a comparison needs.
KEPT = ("v", "check", "edition", "date", "name", "answers")


Source = tuple[str, Callable[[], bytes]]
"""The name of a file, and what reads it."""


class Problem(Exception):
    """Why something cannot be compared, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A result out of a file."""

    item: Item
    """The check it belongs to: this one or its counterpart."""
    record: Record

    @property
    def text(self) -> str:
        """What travels in the form from one comparison to the next."""
        kept = {name: value for name, value in self.record.items() if name in KEPT}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


@check_view
def check_comparison(request: HttpRequest, item: Item, *, frame: Frame | None) -> HttpResponse:
    """Choose what to compare (GET, or a POST with a record); with files, what they show."""
    keep_files_in_memory(request)
    asked = asked_edition(item, request.POST if request.method == "POST" else request.GET)
    if mended := to_be_mended(request, asked, frame=frame):
        return mended
    return respond(
        request,
        "omwagtail/check/comparison.html",
        lambda: comparison_context(request, item, asked, frame=frame),
        language=item.language,
        frame=frame,
    )


def counterpart_of(request: HttpRequest, item: Item) -> Item | None:
    """The check for the other side, if it can be filled in here; either of the two may name it."""
    checks = shown_items(request).of_type(ItemType.CHECK).exclude(pk=item.pk)
    named = [key for key, relation in references_of(item.data) if relation == COUNTERPART]
    naming = ItemTerm.objects.filter(scheme="related", code=item.key).values("item")
    for other in [*checks.filter(key__in=named), *checks.filter(pk__in=naming)[:MAX_RESULTS]]:
        said = (item.key, COUNTERPART) in references_of(other.data)
        origin = shown_origin(request)
        if other.key in named or said:
            whole = provenance_of(other.data, other, origin).shows_everything
            return other if whole else None
    return None


def comparison_context(
    request: HttpRequest, item: Item, asked: Asked, *, frame: Frame | None
) -> dict[str, Any]:
    """What the page shows; ``counterpart`` is a check or None."""
    fields = request.POST
    mine = record_of(asked.body, fields)
    counterpart = counterpart_of(request, item)
    starts_again = "again" in fields
    kind = fields.get("kind", "") if fields.get("kind") in KINDS and not starts_again else ""
    checks = [item, *([counterpart] if counterpart and kind == "sides" else [])]
    problems: list[str] = []
    loaded = _loaded(request, kind, checks, problems) if kind else []
    names: list[str] = []
    comparison = None
    try:
        if len(loaded) + bool(mine["answers"]) > MAX_RESULTS:
            loaded = loaded[: MAX_RESULTS - bool(mine["answers"])]
            problems.append(say("too-many"))
        if kind == "people":
            names = _names(mine, loaded, fields.getlist("who"))
        comparison = _comparison(kind, item, asked, mine, loaded, names) if kind else None
    except Problem as problem:
        # Why a file is not read says more than that there are too few.
        problems = problems or [str(problem)]
    prefix = "omwagtail_embed_check" if frame else "omwagtail_check"
    return common_context(asked, mine, frame=frame) | {
        "kind": kind or "time",
        "problems": problems,
        "comparison": comparison,
        "loaded": loaded,
        "names": names,
        "hidden_fields": hidden_fields(mine, "edition"),
        "has_answers": bool(mine["answers"]),
        "counterpart": counterpart,
        "compare_style": asset_url("compare.css"),
        "options": options_of(asked.body),
        "module_data": {
            "words": words(),
            "symbols": SYMBOLS,
            "check": {"origin": item.origin, "id": item.urn},
            "title": item.title,
            "counterpart": counterpart
            and {
                "origin": counterpart.origin,
                "id": counterpart.urn,
                "title": counterpart.title,
                "url": reverse(prefix, args=[counterpart.key]),
            },
        },
    }


def _loaded(
    request: HttpRequest, kind: str, checks: Sequence[Item], problems: list[str]
) -> list[Loaded]:
    """The results in the form and in new files; what is none is told in ``problems``."""
    files = request.FILES.getlist("file")
    if not files and files_were_too_large(request):
        problems.append(say("too-large"))
    if len(files) > MAX_RESULTS:
        problems.append(say("too-many"))
        files = []
    earlier: list[Source] = [("", text.encode) for text in request.POST.getlist("r")[:MAX_RESULTS]]
    new: list[Source] = [
        (file.name, file.read) for file in files if not _is_too_large(file, problems)
    ]
    found = list(_read(new, checks, problems))
    # Results of several people are gathered; of two sides the new one takes the place of the last.
    if kind == "people" or not found:
        found = [*_read(earlier, checks, problems), *found]
    return found


def _read(
    sources: Iterable[Source], checks: Sequence[Item], problems: list[str]
) -> Iterator[Loaded]:
    for name, read in sources:
        try:
            yield _loaded_from(read(), checks)
        except Problem as problem:
            problems.append(say("problem", file=name, reason=problem) if name else str(problem))


def _is_too_large(file: Any, problems: list[str]) -> bool:
    """Asked before anything of the file is read."""
    too_large = file.size > MAX_RECORD_BYTES
    if too_large:
        problems.append(say("problem", file=file.name, reason=say("too-large")))
    return too_large


def _loaded_from(content: bytes, checks: Sequence[Item]) -> Loaded:
    try:
        raw = read_record(content)
    except RecordError as error:
        raise Problem(say(error.code)) from None
    about = clean_record({}, raw).get("check") or {}
    named = (about.get("origin"), about.get("id"))
    item = next((each for each in checks if (each.origin, each.urn) == named), None)
    if item is None:
        raise Problem(say("other-check", title=about.get("title") or "?"))
    fingerprint = (clean_record({}, raw).get("edition") or {}).get("fingerprint", "")
    record = clean_record(asked_edition(item, {"f": fingerprint}).body, raw)
    if not record["answers"]:
        raise Problem(say("no-answers"))
    return Loaded(item=item, record=record)


def _names(mine: Record, loaded: Sequence[Loaded], given: Sequence[str]) -> list[str]:
    """A name for each result: as it was asked for, else as the file says; no two are the same."""
    records = [*([mine] if mine["answers"] else []), *(each.record for each in loaded)]
    names: list[str] = []
    for index, record in enumerate(records):
        said = given[index].strip()[:200] if index < len(given) else ""
        name = said or record.get("name") or say("person", number=index + 1)
        same = sum(other == name or other.startswith(f"{name} (") for other in names)
        names.append(f"{name} ({same + 1})" if same else name)
    return names


def _comparison(
    kind: str,
    item: Item,
    asked: Asked,
    mine: Record,
    loaded: Sequence[Loaded],
    names: Sequence[str],
) -> Comparison:
    """Raises Problem where these results cannot be compared like this."""
    match kind:
        case "time":
            return _by_time(asked, mine, loaded)
        case "people":
            return _among_people(asked, mine, loaded, names)
        case _:
            return _of_two_sides(item, asked, mine, loaded)


def _by_time(asked: Asked, mine: Record, loaded: Sequence[Loaded]) -> Comparison:
    sides = [_side_of(each, say("before")) for each in loaded]
    if mine["answers"]:
        sides.append(_my_side(asked, mine))
    if not loaded:
        raise Problem(say("need-one"))
    if len(sides) != 2:
        raise Problem(say("just-two" if len(sides) > 2 else "need-mine"))
    if not mine["answers"]:
        sides.sort(key=lambda side: side.day)
    return by_time(*sides)


def _among_people(
    asked: Asked, mine: Record, loaded: Sequence[Loaded], names: Sequence[str]
) -> Comparison:
    if len(names) < 2:
        raise Problem(say("need-two"))
    people = [_my_side(asked, mine)] if mine["answers"] else []
    for each in loaded:
        answers = clean_answers(asked.body, each.record["answers"])
        people.append(Side(body=asked.body, answers=answers))
    notes = [
        *([""] if mine["answers"] else []),
        *(_edition_note(each, asked, name) for each, name in _with_names(loaded, names)),
    ]
    return among_people(
        asked.body,
        [
            replace(person, name=name, notes=[note] if note else [])
            for person, name, note in zip(people, names, notes, strict=True)
        ],
    )


def _of_two_sides(item: Item, asked: Asked, mine: Record, loaded: Sequence[Loaded]) -> Comparison:
    ours = [_side_of(each, each.item.title) for each in loaded if each.item == item]
    theirs = [_side_of(each, each.item.title) for each in loaded if each.item != item]
    if mine["answers"]:
        ours.insert(0, replace(_my_side(asked, mine), name=mine.get("name") or item.title))
    if not theirs:
        raise Problem(say("need-other"))
    if not ours:
        raise Problem(say("need-mine"))
    if len(ours) > 1 or len(theirs) > 1:
        raise Problem(say("just-two"))
    return of_two_sides(ours[0], theirs[0])


def _my_side(asked: Asked, mine: Record) -> Side:
    return Side(body=asked.body, answers=mine["answers"], day=timezone.localdate().isoformat())


def _side_of(loaded: Loaded, name: str) -> Side:
    """With the definition that was filled in, if it is still here."""
    record = loaded.record
    asked = asked_edition(loaded.item, record.get("edition") or {})
    name = record.get("name") or name
    notes = [say("unknown-edition", name=name)] if asked.is_unknown else []
    return Side(
        body=asked.body,
        answers=clean_answers(asked.body, record["answers"]),
        name=name,
        day=record.get("date", ""),
        notes=notes,
    )


def _with_names(loaded: Sequence[Loaded], names: Sequence[str]) -> list[tuple[Loaded, str]]:
    return list(zip(loaded, names[len(names) - len(loaded) :], strict=True))


def _edition_note(loaded: Loaded, asked: Asked, name: str) -> str:
    edition = loaded.record.get("edition") or {}
    if edition.get("fingerprint", asked.fingerprint) == asked.fingerprint:
        return ""
    return say("other-edition", name=name, number=edition.get("number", "?"))
