"""Plain Django views that do no more than they must: the least that an answer can cost."""

from django.http import HttpRequest, HttpResponse

from omwagtail.catalogue.models import Item


def documents(request: HttpRequest) -> HttpResponse:
    """The stored texts of the newest hundred practice examples, joined."""
    texts = (
        Item.objects.filter(state="accepted", type="practice-example")
        .order_by("-sort_published")
        .values_list("doc", flat=True)[:100]
    )
    return _json(f'{{"results":[{",".join(texts)}]}}')


def document(request: HttpRequest, key: str) -> HttpResponse:
    """The stored text of one document."""
    return _json(Item.objects.values_list("doc", flat=True).get(key=key))


def newer_rows(request: HttpRequest) -> HttpResponse:
    """The texts of the rows after a number: of a reader who has everything, there are none."""
    after = int(request.GET["after"])
    rows = Item.objects.filter(origin="https://partner.example", seq__gt=after)
    texts = list(rows.order_by("seq").values_list("seq", "doc")[:500])
    return _json(f'{{"entries":[{",".join(text for _, text in texts)}]}}')


def _json(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/json")
