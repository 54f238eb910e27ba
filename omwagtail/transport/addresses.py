"""Which addresses this site connects to, and which never.

Sources: IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and its successors),
RFC 6052 and 8215 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo).
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from threading import Thread

from .budget import Budget
from .exceptions import ConnectionFailed, RefusedAddress

MAX_URL_LENGTH = 4096
# Who answers with more addresses than this is not tried any longer; all of them are checked.
MAX_DIALLED_ADDRESSES = 4

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_URL = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://"
    r"(?:(?P<credentials>[^/?#]*)@)?"
    r"(?P<host>\[[^\]/?#@]*\]|[^:/?#@\[\]]*)"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.ASCII | re.IGNORECASE,
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
# The name service reads such a last label as an IPv4 address in decimal, octal or hex notation.
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)

# Python's own is_private and is_global changed within 3.11, so the ranges stand here.
_REFUSED_IPV4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; some clouds' metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's platform service, public by range only
        "169.254.0.0/16",  # link-local; most clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# Everything outside is refused: unspecified, loopback, mapped, local NAT64 (64:ff9b:1::/48),
# unique local, link-local, site-local, multicast and what is not assigned.
_GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_IPV6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, with Teredo (2001::/32) and ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, embeds any IPv4
        "3fff::/20",  # documentation
    )
)
# A host with IPv6 only reaches IPv4 sites through this prefix; the IPv4 inside is what counts.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A checked URL, in the parts that a connection needs."""

    scheme: str
    host: str  # lower case; an IPv6 address stands without brackets
    port: int
    path: str  # with the query; begins with "/"

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        is_default = self.port == {"https": 443, "http": 80}[self.scheme]
        return f"{self.scheme}://{host}" + ("" if is_default else f":{self.port}")

    @property
    def url(self) -> str:
        return self.origin + self.path


def check_url(url: str, *, allow_loopback: bool = False) -> Target:
    """Read a URL strictly, without asking the network. Raises RefusedAddress.

    https only; http is for loopback addresses with `allow_loopback`, which `resolve` checks. An
    address written as a number is checked here, a name only once it is resolved.
    """
    match = _URL.fullmatch(url) if len(url) <= MAX_URL_LENGTH and _is_plain(url) else None
    if match is None:
        raise RefusedAddress("bad-url", "The address is not a complete URL in plain ASCII.")
    scheme = match["scheme"].lower()
    if scheme != "https" and not (scheme == "http" and allow_loopback):
        raise RefusedAddress("https-only", "The address must begin with https://.")
    if match["credentials"] is not None:
        raise RefusedAddress("credentials", "The address must not hold a user name or password.")
    if match["fragment"] is not None:
        raise RefusedAddress("fragment", "The address must not hold a fragment (#).")
    host = _check_host(match["host"].lower())
    port = int(match["port"] or (443 if scheme == "https" else 80))
    if not 1 <= port <= 65535:
        raise RefusedAddress("bad-url", "The port in the address must be from 1 to 65535.")
    target = Target(
        scheme=scheme,
        host=host,
        port=port,
        path=(match["path"] or "/") + (match["query"] or ""),
    )
    if address := _parse_address(host):
        _check_address(target, address, allow_loopback)
    return target


def resolve(target: Target, budget: Budget, *, allow_loopback: bool = False) -> list[str]:
    """The addresses to dial for this target, all checked, in the order of the name service.

    The name is asked for once per fetch, and what comes out here is what gets dialled, so an
    answer that changes meanwhile changes nothing. One refused address refuses the target: a set
    that mixes public and private ones is an attack or a mistake. Raises RefusedAddress,
    ConnectionFailed, TooSlow.
    """
    found = [target.host] if _parse_address(target.host) else _look_up(target, budget)
    for text in found:
        _check_address(target, ipaddress.ip_address(text), allow_loopback)
    return found[:MAX_DIALLED_ADDRESSES]


def is_loopback(address: IPAddress) -> bool:
    """127.0.0.0/8 or ::1; a mapped or translated loopback address is not one."""
    return address.is_loopback and getattr(address, "ipv4_mapped", None) is None


def is_public(address: IPAddress) -> bool:
    """Whether this is an address of the public internet, as opposed to any special range."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _REFUSED_IPV4)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _GLOBAL_IPV6 and not any(address in network for network in _REFUSED_IPV6)


def _is_plain(url: str) -> bool:
    return url.isascii() and url.isprintable() and " " not in url and "\\" not in url


def _check_host(host: str) -> str:
    problem = RefusedAddress("bad-host", "The host in the address is not a valid name or address.")
    if host.startswith("["):
        inner = host[1:-1]
        if "%" in inner or not isinstance(_parse_address(inner), ipaddress.IPv6Address):
            raise problem
        return inner
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise problem
    if _NUMERIC_LABEL.fullmatch(labels[-1]) and _parse_address(host) is None:
        raise problem
    return host


def _parse_address(text: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _check_address(target: Target, address: IPAddress, allow_loopback: bool) -> None:
    if allow_loopback and is_loopback(address):
        return
    if target.scheme == "http":
        raise RefusedAddress("https-only", "Plain http is for addresses of this computer only.")
    if not is_public(address):
        # The address itself stays out of the message: it may tell about this site's own network.
        raise RefusedAddress(
            "refused-address", f"{target.host} does not lead to an address of the public internet."
        )


def _look_up(target: Target, budget: Budget) -> list[str]:
    """Ask the name service. It knows no timeout, so it gets a thread that may be left behind."""
    answers: list[str] = []
    failures: list[OSError] = []

    def ask() -> None:
        try:
            for *_, address in socket.getaddrinfo(
                target.host, target.port, type=socket.SOCK_STREAM
            ):
                answers.append(str(address[0]))
        except OSError as error:
            failures.append(error)

    thread = Thread(target=ask, name="omwagtail-resolve", daemon=True)
    thread.start()
    thread.join(budget.remaining_seconds())
    if thread.is_alive():
        raise budget.too_slow()
    if failures or not answers:
        raise ConnectionFailed("unknown-host", f"The name {target.host} cannot be resolved.")
    return list(dict.fromkeys(answers))
