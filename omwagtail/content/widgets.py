"""Form widgets of the admin."""

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.utils.translation import gettext

from omwagtail.content.choices import is_retired, label_of, level_of

# A list that is longer than this gets its groups folded, and a field to search in it.
LONG_LIST = 40


class CodesWidget(forms.CheckboxSelectMultiple):
    """Checkboxes for codes of a vocabulary; long lists are folded by group and searchable.

    Works without its script: the groups are ``details`` elements, and those with a chosen code
    are open.
    """

    template_name = "omwagtail/admin/widgets/codes.html"
    # Without the label that Django puts around it: ours stands in the list's template.
    option_template_name = "django/forms/widgets/input.html"

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(*args, **kwargs)

    class Media:
        css = {"all": ["omwagtail/admin/codes.css"]}
        js = [Script("omwagtail/admin/codes.js", type="module")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        total = sum(len(options) for _, options, _ in groups)
        context["widget"]["groups"] = [
            {
                "label": label,
                "options": options,
                "chosen": sum(option["selected"] for option in options),
            }
            for label, options, _ in groups
        ]
        context["widget"]["long"] = total > LONG_LIST
        return context

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list:
        """Options without a heading share one group; chosen codes that are not offered come last.

        Without the latter, saving a page would silently drop a code from it.
        """
        groups: list[tuple[str, list, int]] = []
        for label, options, index in super().optgroups(name, value, attrs):
            if not label and groups and not groups[-1][0]:
                groups[-1][1].extend(options)
            else:
                groups.append((label or "", options, index))
        offered = {option["value"] for _, options, _ in groups for option in options}
        others = [code for code in value if code not in offered]
        if others:
            count = len(offered)
            options = [
                self.create_option(name, code, self._label_of_other(code), True, count + place)
                for place, code in enumerate(others)
            ]
            groups.append(("", options, len(groups)))
        return groups

    def _label_of_other(self, code: str) -> str:
        if is_retired(self.vocabulary, code):
            return gettext("%(code)s (no longer in the list)") % {"code": code}
        return label_of(self.vocabulary, code)

    def create_option(
        self,
        name: str,
        value: Any,
        label: str,
        selected: bool,
        index: int,
        subindex: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        # It names the whole group, not each checkbox.
        option["attrs"].pop("aria-label", None)
        option["level"] = level_of(self.vocabulary, str(value))
        return option
