"""Listings of pages that become documents, in Wagtail's admin.

A project with own page types subclasses ``DocumentListingViewSet`` or one of the three below it and
registers it by the hook ``register_admin_viewset``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import AbstractPage, Site
from wagtail.permissions import page_permission_policy

from omwagtail.catalogue.sources import base_page_model
from omwagtail.content.choices import labels_in_short
from omwagtail.content.listing_filters import DocumentFilterSet, events, has_field
from omwagtail.content.listing_menu import MENU_HOOK
from omwagtail.content.organisation import Organisation
from omwagtail.content.syndication import SyndicationState, syndication_states

# Columns that are left out on a phone.
WIDE_ONLY = "om-wide-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a listing says about a page beyond its own fields."""

    state: SyndicationState
    organisation: str
    regions: str
    kind: str


class StateColumn(BaseColumn):
    """The state of syndication, in words."""

    cell_template_name = "omwagtail/admin/state_cell.html"

    class Media:
        css = {"all": ["omwagtail/admin/listing.css"]}


class DocumentIndexView(IndexView):
    """The pages of one type that the user may see, with what became of them."""

    template_name = "omwagtail/admin/document_listing.html"
    results_template_name = "omwagtail/admin/document_listing_results.html"
    empty_text = ""

    def annotate_queryset(self, pages):
        """Marks reports of events, because their field is not loaded for a listing."""
        pages = super().annotate_queryset(pages)
        if has_field(self.model, "event"):
            reports = events(self.model._base_manager.filter(pk=OuterRef("pk")))
            pages = pages.annotate(om_is_event=Exists(reports))
        return pages

    def get_table(self, object_list):
        """Whose a page is matters where there are several sites, or issuers of checks."""
        describe_rows(object_list)
        columns = self.columns
        if not has_field(self.model, "issuer") and Site.objects.count() < 2:
            columns = [column for column in columns if column.name != "organisation"]
        return self.table_class(columns, object_list, **self.get_table_kwargs())

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With ``page_opts``: bulk actions are those of all pages, whatever their type."""
        context = super().get_context_data(*args, **kwargs)
        return {**context, "page_opts": base_page_model()._meta}


class DocumentParentView(ChooseParentView):
    """Asks where a new page shall stand, and proposes where the latest one of its type stands."""

    def get_form(self):
        form = super().get_form()
        if latest := self._latest_parent():
            form.fields["parent_page"].initial = latest.pk
        return form

    def _latest_parent(self) -> AbstractPage | None:
        mine = page_permission_policy.explorable_instances(self.request.user)
        latest = self.model.objects.filter(pk__in=mine.values("pk")).order_by("-pk").first()
        parent = latest and latest.get_parent()
        may_add = parent and parent.permissions_for_user(self.request.user).can_add_subpage()
        return parent if may_add else None


class DocumentListingViewSet(PageListingViewSet):
    """A listing of one page type. Give it ``name``, ``model``, ``menu_label`` and ``icon``."""

    index_view_class = DocumentIndexView
    choose_parent_view_class = DocumentParentView
    menu_hook = MENU_HOOK
    icon = "doc-full-inverse"

    own_columns: list[BaseColumn] = []
    """Columns that only this page type has; they stand after the title."""

    empty_text = _("There is nothing here yet.")
    """The sentence that stands in an empty listing, above the button to add a page."""

    list_export = [
        "title",
        "om_row.kind",
        "om_row.organisation",
        "om_row.regions",
        "om_row.state",
        "live",
        "latest_revision_created_at",
    ]
    export_headings = {
        "om_row.kind": _("Kind"),
        "om_row.organisation": _("Organisation"),
        "om_row.regions": _("Region"),
        "om_row.state": _("Passing on"),
    }

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """All columns, in their order."""
        given = {column.name: column for column in IndexView.base_columns}
        organisation = Column(
            "organisation",
            label=_("Organisation"),
            accessor="om_row.organisation",
            classname=WIDE_ONLY,
        )
        regions = Column(
            "regions",
            label=_("Region"),
            accessor="om_row.regions",
            classname=WIDE_ONLY,
        )
        return [
            given["bulk_actions"],
            given["title"],
            *self.own_columns,
            organisation,
            *([regions] if has_field(self.model, "regions") else []),
            StateColumn("state", label=_("Passing on"), width="18%"),
            given["latest_revision_created_at"],
            given["status"],
        ]

    @cached_property
    def filterset_class(self) -> type[DocumentFilterSet]:
        """The filters, which look at the fields of the page type."""

        class Meta(DocumentFilterSet.Meta):
            model = self.model

        return type(f"{self.model.__name__}FilterSet", (DocumentFilterSet,), {"Meta": Meta})

    @cached_property
    def url_prefix(self) -> str:
        """The listing stands at ``/admin/omwagtail/<name>/``."""
        return f"omwagtail/{self.name}"

    @cached_property
    def url_namespace(self) -> str:
        """Its addresses have names such as ``om_<name>:index``."""
        return f"om_{self.name}"

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """Shown to those who may do something with pages somewhere."""
        actions = self.index_view_class.any_permission_required

        def is_shown(item: MenuItem, request: Any) -> bool:
            return page_permission_policy.user_has_any_permission(request.user, actions)

        return type("ListingMenuItem", (MenuItem,), {"is_shown": is_shown})

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(empty_text=self.empty_text, **kwargs)


class PracticeExampleListing(DocumentListingViewSet):
    """A listing of practice examples; ``model`` is made from ``PracticeExampleMixin``."""

    menu_label = _("Practice examples")
    own_columns = [Column("kind", label=_("Kind"), accessor="om_row.kind", classname=WIDE_ONLY)]
    empty_text = _(
        "There is no practice example here yet. Tell what worked in your region: a few paragraphs "
        "and a picture are enough."
    )


class NetworkListing(DocumentListingViewSet):
    """A listing of network profiles; ``model`` is made from ``NetworkMixin``."""

    menu_label = _("Networks")
    icon = "site"
    empty_text = _(
        "There is no network here yet. Describe who works together in your region, and how."
    )


class CheckListing(DocumentListingViewSet):
    """A listing of checks; ``model`` is made from ``CheckMixin``."""

    menu_label = pgettext_lazy("menu", "Checks")
    icon = "tasks"
    own_columns = [
        Column("code", label=pgettext_lazy("check", "Code")),
        Column("edition_number", label=pgettext_lazy("check", "Edition"), classname=WIDE_ONLY),
    ]
    list_export = ["code", "edition_number", *DocumentListingViewSet.list_export]
    empty_text = _(
        "There is no check here yet. Write one, or take in one that another site has exported."
    )

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Without the region, which few checks have; the filter stays."""
        return [column for column in super().columns if column.name != "regions"]


def describe_rows(pages: Iterable[AbstractPage]) -> None:
    """Give every page its ``om_row``. The number of queries does not depend on their number."""
    pages = list(pages)
    states = syndication_states(pages)
    publishers = _publishers()
    issuers = Organisation.objects.in_bulk({getattr(page, "issuer_id", None) for page in pages})
    for page in pages:
        issuer = issuers.get(getattr(page, "issuer_id", None))
        page.om_row = Row(
            state=states.get(page.pk),
            organisation=str(issuer or _publisher_of(page, publishers)),
            regions=labels_in_short("regions", getattr(page, "regions", None) or []),
            kind=gettext("Event") if getattr(page, "om_is_event", False) else _type_of(page),
        )


def _type_of(page: AbstractPage) -> str:
    return str(page._meta.verbose_name)


def _publishers() -> dict[str, str]:
    """Tree path of a site's root -> name of who publishes the site; the deepest root first."""
    sites = Site.objects.select_related("root_page", "om_organisation")
    names = {
        site.root_page.path: str(
            getattr(site, "om_organisation", None) or site.site_name or site.hostname
        )
        for site in sites
    }
    return dict(sorted(names.items(), key=lambda entry: -len(entry[0])))


def _publisher_of(page: AbstractPage, publishers: dict[str, str]) -> str:
    return next((name for path, name in publishers.items() if page.path.startswith(path)), "")
