"""Texts that name a person whom their publisher's newest version no longer names (rule 16).

While that version waits for a decision the person is hidden at once. What is then shown is not the
text that was signed, so it goes without its signature.
"""

from typing import Any

from django.db.models import QuerySet

from omwagtail.catalogue.relaying import hides_contacts
from omwagtail.catalogue.serving import shown_data


def shortened(items: QuerySet) -> dict[str, dict[str, Any]]:
    """By key what may be shown of the items for which it is less than their text says."""
    outdated = items.exclude(waiting_doc="").only("key", "doc", "waiting_doc")
    return {item.key: shown_data(item) for item in outdated if hides_contacts(item)}
