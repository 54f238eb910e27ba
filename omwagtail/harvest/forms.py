"""What operators fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from omwagtail.catalogue.models import ItemTerm, ItemType
from omwagtail.catalogue.own_codes import foreign_labels
from omwagtail.content.fields import CodesFormField
from omwagtail.harvest.models import Source, Trust
from omwagtail.vocabularies import vocabulary

TRUST = {"label": _("Trust"), "choices": Trust.choices, "widget": forms.RadioSelect}
RELAYED = {
    "label": _("Also take in what it passes on from others"),
    "required": False,
    "help_text": _(
        "This site also passes on documents that others have published. They come with the "
        "signature of whoever made them, so it can hold them back but not change them. What you "
        "read directly elsewhere is not taken from here."
    ),
}
NO_OTHER_TRUST = ("", _("like the source"))
TOPICS, REGIONS = "topics", "regions"


class AddressForm(forms.Form):
    """First step of adding a source."""

    address = forms.CharField(
        label=_("Address"),
        max_length=2048,
        help_text=_("The address of any page of the site, for example https://www.hwk.example"),
        widget=forms.TextInput(attrs={"autocomplete": "url"}),
    )


class ApprovalForm(forms.Form):
    """Second step: the person has seen the key. Only of a site that passes on what others publish
    it is asked whether that is wanted too."""

    address = forms.CharField(widget=forms.HiddenInput)
    kid = forms.CharField(widget=forms.HiddenInput)
    trust = forms.ChoiceField(**TRUST, initial=Trust.REVIEW)
    takes_relayed = forms.BooleanField(**RELAYED)

    def __init__(self, *args: Any, relays: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not relays:
            del self.fields["takes_relayed"]


class WantedCodesField(CodesFormField):
    """Codes of a vocabulary, and those of its publisher's own that the source has already."""

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or value in self.kept

    kept: frozenset[str] = frozenset()


class SourceForm(forms.Form):
    """What may be changed about a source."""

    name = forms.CharField(label=_("Name"), max_length=255)
    trust = forms.ChoiceField(**TRUST)
    takes_relayed = forms.BooleanField(**RELAYED)
    wanted_types = forms.MultipleChoiceField(
        label=_("Wanted types"),
        choices=ItemType.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose none to take in everything."),
    )
    wanted_topics = WantedCodesField(
        label=_("Wanted topics"),
        vocabulary=TOPICS,
        required=False,
        help_text=_("Documents with one of these topics are taken in. Choose none for all."),
    )
    wanted_regions = WantedCodesField(
        label=_("Wanted regions"),
        vocabulary=REGIONS,
        required=False,
        help_text=_(
            "Documents from one of these regions, or from a part of it, are taken in. "
            "Choose none for all."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for document_type, label in ItemType.choices:
            self.fields[_trust_field(document_type)] = forms.ChoiceField(
                label=label, choices=[NO_OTHER_TRUST, *Trust.choices], required=False
            )

    @classmethod
    def about(cls, source: Source, data: Any = None) -> "SourceForm":
        """The form as the source is now. Codes that no list here knows are still to be chosen."""
        names = ("name", "trust", "takes_relayed", "wanted_types")
        initial = {name: getattr(source, name) for name in names}
        initial |= {
            f"wanted_{name}": getattr(source, f"wanted_{name}") for name in (TOPICS, REGIONS)
        }
        initial |= {_trust_field(name): trust for name, trust in source.trust_by_type.items()}
        form = cls(data, initial=initial)
        for name in (TOPICS, REGIONS):
            form.fields[f"wanted_{name}"].kept = frozenset(initial[f"wanted_{name}"])
        own = [code for code in source_topics(source) if code not in vocabulary(TOPICS)]
        field = form.fields["wanted_topics"]
        field.kept |= frozenset(own)
        if own:
            labels = foreign_labels(own)
            choices = [(code, labels.get(code, code)) for code in own]
            field.choices = [*field.choices, (_("Own topics of this source"), choices)]
        return form

    @property
    def by_type(self) -> list[forms.BoundField]:
        """The fields that trust one type otherwise."""
        return [self[_trust_field(name)] for name in ItemType.values]

    def changes(self) -> dict[str, Any]:
        """What the form says, as ``change_source`` wants it."""
        names = (
            "name",
            "trust",
            "takes_relayed",
            "wanted_types",
            "wanted_topics",
            "wanted_regions",
        )
        given = {name: self.cleaned_data[name] for name in names}
        trusts = {name: self.cleaned_data[_trust_field(name)] for name in ItemType.values}
        return {**given, "trust_by_type": {name: trust for name, trust in trusts.items() if trust}}


def source_topics(source: Source) -> list[str]:
    """Codes of topics that documents of the source carry, at most as many as a form can show."""
    terms = ItemTerm.objects.filter(scheme="topic", item__offers__source=source)
    return list(terms.order_by("code").values_list("code", flat=True).distinct()[:500])


def _trust_field(document_type: str) -> str:
    return f"trust_{document_type.replace('-', '_')}"


class DecisionForm(forms.Form):
    """A decision is about the revision that was looked at."""

    MAX_REASON = 2000

    rev = forms.IntegerField()
    reason = forms.CharField(required=False, max_length=MAX_REASON)


class ReportForm(forms.Form):
    """What the publisher is asked to look at."""

    reason = forms.CharField(
        label=_("What is wrong"),
        max_length=DecisionForm.MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("These words go into the letter, and into the log of decisions."),
    )
