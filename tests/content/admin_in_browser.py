"""The admin in a real browser, with somebody logged in."""

from urllib.parse import urlsplit

from django.conf import settings


def logged_in(client, live_server) -> dict:
    """Options of `open_page` for a browser that shares the client's session."""
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "domain": urlsplit(live_server.url).hostname,
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }
    return {"storage_state": {"cookies": [cookie], "origins": []}}
