"""The question that stands before the form of a new practice example."""

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail import hooks
from wagtail.models import AbstractPage
from wagtail.signals import init_new_page

from omwagtail.content.starting import StartingForm, start

EMPTY = "empty"
PARAMETER = "start"


def offers_starting_forms(page_class: type[AbstractPage]) -> bool:
    """Whether new pages of this type begin with the choice."""
    return bool(getattr(page_class, "om_starting_forms", ()))


@hooks.register("before_create_page")
def ask_how_to_start(
    request: HttpRequest, parent_page: AbstractPage, page_class: type[AbstractPage]
) -> HttpResponse | None:
    """The choice, unless it was made or the form is already filled in.

    Wagtail has checked by now that the user may add this page here.
    """
    if not offers_starting_forms(page_class) or request.method == "POST":
        return None
    forms = page_class.om_starting_forms
    chosen = request.GET.get(PARAMETER)
    # The signal below gets this very object, but not the request.
    parent_page.om_starting_form = next((form for form in forms if form.key == chosen), None)
    if parent_page.om_starting_form or chosen == EMPTY:
        return None
    return choice(request, parent_page, page_class)


@receiver(init_new_page)
def lay_out(sender: type, page: AbstractPage, parent: AbstractPage, **kwargs: Any) -> None:
    """The chosen form, as the first thing that Wagtail's own form shows."""
    form: StartingForm | None = getattr(parent, "om_starting_form", None)
    if form:
        start(page, form)


def choice(
    request: HttpRequest,
    parent_page: AbstractPage,
    page_class: type[AbstractPage],
    *,
    problem: str = "",
) -> TemplateResponse:
    """The page with the starting forms; ``problem`` says why a Word file could not be read."""
    names = [page_class._meta.app_label, page_class._meta.model_name, parent_page.pk]
    query = request.GET.copy()  # `next` and `locale` are kept

    def address(key: str) -> str:
        query[PARAMETER] = key
        return f"{reverse('wagtailadmin_pages:add', args=names)}?{query.urlencode()}"

    query.pop(PARAMETER, None)
    word_url = f"{reverse('om_word_import', args=names)}?{query.urlencode()}"
    return TemplateResponse(
        request,
        "omwagtail/admin/starting.html",
        {
            "parent_page": parent_page,
            "page_type": page_class.get_verbose_name(),
            "forms": [(form, address(form.key)) for form in page_class.om_starting_forms],
            "empty_url": address(EMPTY),
            "word_url": word_url,
            "problem": problem,
        },
        status=422 if problem else 200,
    )
