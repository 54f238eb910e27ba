"""The crowd as a whole: of ten sites nine are good, and the tenth is bad in one of many ways."""

from collections.abc import Callable, Iterator

from example_site.crowd.answers import NOT_FOUND, Answer, Request, json_answer
from example_site.crowd.faults import FAULTS
from example_site.crowd.member import Member
from example_site.crowd.origins import origins
from omwagtail.documents import b64url_encode

BAD_EVERY = 10


class Crowd:
    """Many sites, and one more address that tells about them.

    ``GET /`` there lists them all; ``POST /changes/`` lets each good one publish a change.
    """

    def __init__(
        self,
        sites: int,
        documents: int,
        port: int,
        *,
        kind_of: Callable[[int], type[Member]] | None = None,
    ) -> None:
        kind_of = kind_of or one_in_ten_is_bad
        *of_members, self.origin = origins(sites + 1, port)
        self.members = [
            kind_of(number)(number, origin, documents) for number, origin in enumerate(of_members)
        ]

    @property
    def good(self) -> list[Member]:
        return [member for member in self.members if not member.fault()]

    def listening(self) -> Iterator["Member | Crowd"]:
        """All who answer."""
        yield self
        yield from (member for member in self.members if member.listens)

    def answer(self, request: Request) -> Answer:
        match request.method, request.path:
            case "GET", "/":
                return json_answer([describe(member) for member in self.members])
            case "POST", "/changes/":
                for member in self.good:
                    member.change()
                return json_answer({"changed": len(self.good)})
        return NOT_FOUND


def one_in_ten_is_bad(number: int) -> type[Member]:
    """What the site with this number is."""
    turn, place = divmod(number, BAD_EVERY)
    return FAULTS[turn % len(FAULTS)] if place == BAD_EVERY - 1 else Member


def describe(member: Member) -> dict:
    """What there is to know of a site: what a person saw of it, and what is wrong with it."""
    return {
        "origin": member.origin,
        "name": member.name,
        "kid": member.approved_key.kid,
        "public_key": b64url_encode(member.approved_key.public),
        "fault": member.fault(),
        "explanation": (member.__doc__ or "") if member.fault() else "",
    }
