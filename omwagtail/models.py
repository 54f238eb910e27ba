"""The models of the app ``omwagtail``, gathered from their rooms for Django."""

from omwagtail.catalogue.models import Edition, FeedHead, Item, ItemTerm, Picture, StampRun
from omwagtail.content.organisation import Organisation
from omwagtail.embed.models import EmbedTheme, FrameCount
from omwagtail.feed.models import HubRing, JoinedHub, KeyUse, SignedSuccession
from omwagtail.runner.advisers import Adviser

__all__ = [
    "Adviser",
    "Edition",
    "EmbedTheme",
    "FeedHead",
    "FrameCount",
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
