"""What operators fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from omwagtail.catalogue.models import ItemType
from omwagtail.harvest.models import Trust

TRUST = {"label": _("Trust"), "choices": Trust.choices, "widget": forms.RadioSelect}


class AddressForm(forms.Form):
    """First step of adding a source."""

    address = forms.CharField(
        label=_("Address"),
        max_length=2048,
        help_text=_("The address of any page of the site, for example https://www.hwk.example"),
        widget=forms.TextInput(attrs={"autocomplete": "url"}),
    )


class ApprovalForm(forms.Form):
    """Second step: the person has seen the key."""

    address = forms.CharField(widget=forms.HiddenInput)
    kid = forms.CharField(widget=forms.HiddenInput)
    trust = forms.ChoiceField(**TRUST, initial=Trust.REVIEW)


class SourceForm(forms.Form):
    """What may be changed about a source."""

    name = forms.CharField(label=_("Name"), max_length=255)
    trust = forms.ChoiceField(**TRUST)
    wanted_types = forms.MultipleChoiceField(
        label=_("Wanted types"),
        choices=ItemType.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose none to take in everything."),
    )


class DecisionForm(forms.Form):
    """A decision is about the revision that was looked at."""

    rev = forms.IntegerField()
    reason = forms.CharField(required=False, max_length=2000)
