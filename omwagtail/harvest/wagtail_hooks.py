"""Puts the operators' menu into Wagtail's admin."""

from wagtail_modeladmin.options import modeladmin_register

from omwagtail.harvest.admin import FederationGroup

modeladmin_register(FederationGroup)
