"""Sites that ask to be taken in as sources."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omwagtail.harvest.counting import forget_numbers
from omwagtail.harvest.joining import dismiss
from omwagtail.harvest.views.base import ActionView, ListView


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
