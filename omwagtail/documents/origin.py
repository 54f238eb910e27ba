"""Origins: `https://host`, the name of a publishing site."""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import urlsplit

import idna

from omwagtail.documents.exceptions import DocumentError, excerpt
from omwagtail.documents.limits import MAX_ORIGIN, MAX_URL

DEFAULT_PORTS = {"http": 80, "https": 443}

_ORIGIN = re.compile(r"(https?)://(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::([1-9][0-9]{0,4}))?")
# What browsers read as an IPv4 address, in whatever notation, ends in such a label.
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")


def check_origin(origin: str, *, allow_loopback_http: bool = False) -> str:
    """Return `origin` unchanged if it is exactly in the protocol's form.

    `https://` + lower-case ASCII host (IDNA 2008) + port unless 443; nothing else, no trailing
    slash or dot. `allow_loopback_http` (demo mode) also takes `http://` on 127.0.0.0/8, [::1]
    and localhost. Raises DocumentError (`bad-origin`) with the reason.
    """
    fault = _find_fault(origin, allow_loopback_http) if len(origin) <= MAX_ORIGIN else "too long"
    if fault:
        raise DocumentError("bad-origin", f"The origin {excerpt(origin, 80)} is wrong: {fault}.")
    return origin


def normalise_origin(url: str) -> str:
    """The origin of an address, in the protocol's form, as far as that can be said of it.

    Takes what people type or Django reports: upper case, umlauts, a path, the default port, a
    trailing dot, no scheme (then https). The result still has to pass `check_origin`, which
    knows whether http is allowed. Raises DocumentError (`bad-origin`).
    """
    address = url.strip()
    try:
        if len(address) > MAX_URL:
            raise ValueError("too long")
        parts = urlsplit(address if "://" in address else f"https://{address}")
        if parts.scheme not in DEFAULT_PORTS:
            raise ValueError("it must begin with https://")
        if "@" in parts.netloc or "\\" in address:
            # Not repeated: somebody may have typed a password.
            message = "The address must not hold a user name, a password or a backslash."
            raise DocumentError("bad-origin", message)
        host = _normalised_host(parts.hostname or "")
        if fault := _find_fault_of_host(host):
            raise ValueError(fault)
        port = parts.port
    except DocumentError:
        raise
    except ValueError as error:  # also idna's and ipaddress's
        message = f"The address {excerpt(url, 80)} has no origin: {error}."
        raise DocumentError("bad-origin", message) from None
    suffix = "" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{suffix}"


def _normalised_host(host: str) -> str:
    if not host:
        raise ValueError("there is no host")
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host)}]"
    host = host.removesuffix(".")
    if _looks_like_ipv4(host):
        return str(ipaddress.IPv4Address(host))
    return idna.encode(host, uts46=True).decode("ascii")


@lru_cache(maxsize=4096)  # a feed repeats the same origin in every document
def _find_fault(origin: str, allow_loopback_http: bool) -> str:
    match = _ORIGIN.fullmatch(origin)
    if match is None:
        return "it must be https:// and a lower-case host name, with nothing after it"
    scheme, host, port = match.groups()
    if port is not None and (int(port) > 65535 or int(port) == DEFAULT_PORTS[scheme]):
        return "the port must be below 65536 and is left out where it is the default"
    fault = _find_fault_of_host(host)
    if not fault and scheme == "http" and not (allow_loopback_http and _is_loopback(host)):
        return "it must begin with https://"
    return fault


def _find_fault_of_host(host: str) -> str:
    if host.endswith("."):
        return "the host must not end with a dot"
    try:
        if host.startswith("["):
            canonical = f"[{ipaddress.IPv6Address(host[1:-1])}]"
        elif _looks_like_ipv4(host):
            canonical = str(ipaddress.IPv4Address(host))
        else:
            canonical = idna.encode(host, strict=True).decode("ascii")
    except ValueError:
        return "the host is not a valid name or address"
    return "" if canonical == host else "the host is not in its normal form"


def _looks_like_ipv4(host: str) -> bool:
    return _NUMERIC_LABEL.fullmatch(host.rpartition(".")[2]) is not None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    if host.startswith("["):
        return host == "[::1]"
    return _looks_like_ipv4(host) and ipaddress.IPv4Address(host).is_loopback
