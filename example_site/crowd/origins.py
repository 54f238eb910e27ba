"""Where the sites of the crowd stand: addresses of this machine alone."""

import sys
from urllib.parse import urlsplit

# Far from 127.0.0.1, so that no other server of this machine is met by chance.
NETWORK = "127.9"
SITES_A_BLOCK = 250


def origins(count: int, port: int) -> list[str]:
    """So many origins.

    Linux answers on all of 127.0.0.0/8; elsewhere only on 127.0.0.1, so there they differ by port.
    """
    if sys.platform != "linux":
        return [f"http://127.0.0.1:{port + number}" for number in range(count)]
    return [
        f"http://{NETWORK}.{number // SITES_A_BLOCK}.{number % SITES_A_BLOCK + 1}:{port}"
        for number in range(count)
    ]


def origin_beside(origin: str) -> str:
    """Another origin than this one, where nobody of the crowd stands."""
    return f"http://127.0.0.1:{urlsplit(origin).port + SITES_A_BLOCK * 4}"
