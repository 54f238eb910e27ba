"""The models of the app ``omwagtail``, gathered from their rooms for Django."""

from omwagtail.catalogue.models import Edition, FeedHead, Item, ItemTerm, Picture, StampRun
from omwagtail.content.organisation import Organisation
from omwagtail.feed.models import HubRing, JoinedHub, KeyUse, SignedSuccession

__all__ = [
    "Edition",
    "FeedHead",
    "HubRing",
    "Item",
    "ItemTerm",
    "JoinedHub",
    "KeyUse",
    "Organisation",
    "Picture",
    "SignedSuccession",
    "StampRun",
]
