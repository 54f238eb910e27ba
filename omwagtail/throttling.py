"""How often one address may ask: the setting ``THROTTLE``, counted in the project's cache.

What is stored is a number under a keyed digest that holds for one window of time, so nobody can
read addresses from the cache, nor follow one over several windows.
"""

import ipaddress
import logging
import math
import re
import time
from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from omwagtail.conf import DEFAULTS, settings

RATE = re.compile(r"(\d{1,9})/(second|minute|hour|day|sec|min|s|m|h|d)")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
IPV4 = re.compile(r"\d{1,3}(\.\d{1,3}){3}", re.ASCII)
# A household has a whole network of IPv6 addresses, and may use another one for each request.
IPV6_PREFIX = 64
SALT = "omwagtail.throttling"

logger = logging.getLogger("omwagtail.throttling")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in a window of so many seconds."""

    requests: int
    seconds: int


@lru_cache(maxsize=64)
def read_rate(text: str) -> Rate:
    """``600/min``: a number of requests, per second, minute, hour or day. Raises ValueError."""
    found = RATE.fullmatch(text) if isinstance(text, str) else None
    if found is None or int(found[1]) < 1:
        raise ValueError(f"{text!r} is no rate such as 600/min")
    return Rate(int(found[1]), SECONDS[found[2][0]])


def rate_of(scope: str) -> Rate | None:
    """The rate of ``read``, ``search``, ``feed`` or ``ring``; None where nobody counts."""
    if settings.THROTTLE is None:
        return None
    text = {**DEFAULTS["THROTTLE"], **settings.THROTTLE}[scope]
    return read_rate(text) if text else None


def rate_problems() -> list[str]:
    """What is wrong with the settings, in sentences."""
    given, proxies = settings.THROTTLE, settings.PROXIES
    problems = []
    if not isinstance(proxies, int) or isinstance(proxies, bool) or proxies < 0:
        problems.append("PROXIES is a whole number from 0.")
    if given is None:
        return problems
    if not isinstance(given, dict):
        return [*problems, "THROTTLE is a dict or None."]
    for scope, text in given.items():
        if scope not in DEFAULTS["THROTTLE"]:
            problems.append(f"There is no {scope!r} in THROTTLE.")
        elif text is not None:
            try:
                read_rate(text)
            except (ValueError, TypeError) as error:
                problems.append(f"THROTTLE, {scope}: {error}.")
    return problems


def address_of(request: Request) -> str:
    """The network address that a request came from.

    ``X-Forwarded-For`` counts as far as ``PROXIES`` of our own wrote it: its left part is what
    anybody may claim.
    """
    remote = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES and (forwarded := request.META.get("HTTP_X_FORWARDED_FOR")):
        hops = forwarded.split(",")
        claimed = hops[-min(settings.PROXIES, len(hops))].strip()
        return _network_of(claimed) or _network_of(remote)
    return _network_of(remote)


class AddressThrottle(BaseThrottle):
    """Counts the requests of an address in the window that runs; a view names the scope."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        scope = view.throttle_scope
        rate = rate_of(scope)
        if rate is None or request.method == "OPTIONS":
            return True
        window, passed = divmod(time.time(), rate.seconds)
        self.left = rate.seconds - passed
        label = f"{SALT}.{scope}.{window:.0f}"
        digest = salted_hmac(label, address_of(request), algorithm="sha256").hexdigest()
        return _count(f"omwagtail:{scope}:{digest}", math.ceil(self.left)) <= rate.requests

    def wait(self) -> int:
        """Seconds until the next window begins."""
        return max(1, math.ceil(self.left))


def _count(key: str, lasts: int) -> int:
    """Count one more under a key that is forgotten after so many seconds."""
    try:
        try:
            return cache.incr(key)
        except ValueError:  # the first one in this window
            return 1 if cache.add(key, 1, timeout=lasts) else cache.incr(key)
    except Exception:
        # A cache that is down must not take the API with it.
        logger.warning("requests cannot be counted", exc_info=True)
        return 0


def _network_of(text: str) -> str:
    """An address in one spelling, of IPv6 the network; empty for what is none."""
    if IPV4.fullmatch(text):
        return text
    if text.count(":") == 1:  # some proxies add the port
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        network = ipaddress.ip_network((int(address), IPV6_PREFIX), strict=False)
        return str(network.network_address)
    return str(address)
