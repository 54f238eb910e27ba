"""Middleware that a project may have, some of it hostile to frames."""


def forbid(get_response):
    """Forbids framing for all pages, as many snippets do."""

    def middleware(request):
        response = get_response(request)
        response["X-Frame-Options"] = "DENY"
        return response

    return middleware


def replace_policy(get_response):
    """Has one policy for all pages."""

    def middleware(request):
        response = get_response(request)
        response["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'self'"
        return response

    return middleware


def add_header(get_response):
    """Does no harm."""

    def middleware(request):
        response = get_response(request)
        response["X-Powered-By"] = "Kammer"
        return response

    return middleware


def need_more(get_response):
    """Cannot work without what only a real request has."""

    def middleware(request):
        return get_response(request) if request.tenant else None

    return middleware


def redirect_all(get_response):
    """Never asks for the page."""
    from django.http import HttpResponseRedirect

    return lambda request: HttpResponseRedirect("/anmelden/")
