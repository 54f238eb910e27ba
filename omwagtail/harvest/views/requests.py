"""Sites that ask to be taken in as sources."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from omwagtail.harvest.approving import block
from omwagtail.harvest.counting import forget_numbers, made_by
from omwagtail.harvest.joining import dismiss
from omwagtail.harvest.models import Source
from omwagtail.harvest.views.base import ActionView, ConfirmedActionView, ListView


def may_block(user) -> bool:
    """Whether somebody may add a site to the sources, and block it there."""
    return user.has_perms(["omwagtail_harvest.add_source", "omwagtail_harvest.change_source"])


class RequestsView(ListView):
    """The requests, each with a button that looks at the site, and one that dismisses it."""

    page_title = gettext_lazy("Requests to join")

    @property
    def may_look(self) -> bool:
        """Looking at a site leads to its approval."""
        return self.request.user.has_perm("omwagtail_harvest.add_source")

    @property
    def may_dismiss(self) -> bool:
        return self.permission_helper.user_can_delete_obj(self.request.user, None)

    @property
    def look_url(self) -> str:
        return self.model_admin.sources_url_helper.get_action_url("create")


class Dismiss(ActionView):
    goes_to = "index"

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_delete_obj(user, self.instance)

    def act(self) -> str:
        dismiss(self.instance)
        forget_numbers()
        return _("The request of %s was dismissed.") % self.instance


class BlockRequest(ConfirmedActionView):
    """The site becomes a blocked source, without being asked for anything."""

    page_title = gettext_lazy("Block this site")
    button = gettext_lazy("Block this site")
    goes_to = "index"
    is_serious = True

    def check_action_permitted(self, user) -> bool:
        return may_block(user)

    @property
    def back_to(self) -> str:
        return self.index_url

    def consequences(self) -> Iterable[str]:
        yield _("This site cannot ask again, and nothing that it publishes is taken in.")
        if count := made_by(self.instance.origin).count():
            yield ngettext(
                "%(count)s document of it that others passed on goes at once.",
                "%(count)s documents of it that others passed on go at once.",
                count,
            ) % {"count": count}
        yield _("You find it among the sources, and can approve it there later.")

    @transaction.atomic
    def act(self) -> str:
        source, _created = Source.objects.get_or_create(origin=self.instance.origin)
        block(source)
        dismiss(self.instance)
        forget_numbers()
        return _("%s is blocked.") % source
