"""What persons wrote about a document may quote it: it goes with the document (rule 21)."""

from collections.abc import Collection

from omwagtail.harvest.models import Decision


def forget_reasons(keys: Collection[str]) -> None:
    """Empty the reasons in the log of decisions about these documents; who decided what stays."""
    Decision.objects.filter(key__in=keys).exclude(reason="").update(reason="")
