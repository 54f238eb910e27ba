"""What a careful site sends with its pages; the package's pages must work under it."""

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def strict_content_security_policy(get_response):
    """Send a strict policy with every page but Wagtail's admin and those that bring their own."""

    def middleware(request):
        response = get_response(request)
        if not request.path.startswith("/admin/"):
            response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware
