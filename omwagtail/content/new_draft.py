"""Creating a page in Wagtail's own way, with something else in the place of its form."""

from django.conf import settings as django_settings
from django.http import HttpResponse
from django.utils.text import slugify
from wagtail.admin.views.pages.create import CreateView
from wagtail.coreutils import find_available_slug

# Shorter than Wagtail's field, so that a number after it has room.
SLUG_CHARACTERS = 200


class NewDraftView(CreateView):
    """A new page of which a file is made a draft.

    Whatever Wagtail asks beforehand is asked here too: permission, kinds of pages that may stand
    here, hooks, language.
    """

    def save_draft(self) -> None:
        """As Wagtail saves a new page that is not published."""
        self.page.live = False
        self.page.slug = find_available_slug(self.parent_page, self._slug())
        self.parent_page.add_child(instance=self.page)
        self.set_default_privacy_setting()
        self.page.save_revision(user=self.request.user, log_action=True, clean=False)
        self.subscription.page = self.page
        self.subscription.save()

    def leave(self) -> HttpResponse:
        """On to the form of the draft, or where the site's hooks lead."""
        return (
            self.run_hook("after_create_page", self.request, self.page)
            or self.redirect_and_remain()
        )

    def _slug(self) -> str:
        """Of the title; of the page's type where the title has no letter, as “???” has none."""
        allowed = getattr(django_settings, "WAGTAIL_ALLOW_UNICODE_SLUGS", True)
        slug = slugify(self.page.title, allow_unicode=allowed)[:SLUG_CHARACTERS].strip("-")
        return slug or self.page_class.__name__.lower()
