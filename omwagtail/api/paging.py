"""Lists in pages: which one was asked for, and its neighbours."""

from dataclasses import dataclass
from urllib.parse import urlencode

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
# Beyond this a database would count rows for a long time to skip them.
MAX_PAGE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """A page of a list: numbers start at 1."""

    limit: int
    page: int
    errors: tuple[tuple[str, str], ...] = ()  # (parameter, sentence)

    @property
    def window(self) -> slice:
        return slice((self.page - 1) * self.limit, self.page * self.limit)

    def last_page(self, count: int) -> int:
        """The number of the last page of so many entries; an empty list has one page."""
        return max(1, -(-count // self.limit))

    def neighbour(self, address: str, query: dict[str, str], count: int, step: int) -> str | None:
        """The address of the page before (-1) or after (1); None where there is none."""
        number = self.page + step
        if not 1 <= number <= self.last_page(count):
            return None
        return f"{address}?{urlencode({**query, 'page': number})}"


def read_paging(query: dict[str, str]) -> Paging:
    """``limit`` and ``page`` of a query; what is wrong with them stands in ``errors``."""
    limit = _read_number(query.get("limit", str(DEFAULT_LIMIT)), MAX_LIMIT)
    page = _read_number(query.get("page", "1"), MAX_PAGE)
    errors = []
    if limit is None:
        errors.append(("limit", f"A whole number from 1 to {MAX_LIMIT}."))
    if page is None:
        errors.append(("page", f"A whole number from 1 to {MAX_PAGE}."))
    return Paging(limit=limit or DEFAULT_LIMIT, page=page or 1, errors=tuple(errors))


def _read_number(text: str, highest: int) -> int | None:
    # isdigit alone also takes other scripts' digits; int alone takes 10,000 of them.
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(highest))):
        return None
    number = int(text)
    return number if 1 <= number <= highest else None
