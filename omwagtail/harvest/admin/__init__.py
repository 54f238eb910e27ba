"""The operators' menu: what waits, the sources and how they are, and what was done.

Lists are ModelAdmins, and the pages behind them are in ``views``.
"""

from omwagtail.harvest.admin.menu import FederationGroup

__all__ = ["FederationGroup"]
