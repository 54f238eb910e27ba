"""Something around a live server, as a proxy in front of a site would be."""

from contextlib import contextmanager

from example_site.middleware import POLICY


@contextmanager
def around(live_server, middleware):
    """While it lasts, ``middleware`` (WSGI) stands in front of the site.

    Settings come too late for that: a live server has read them when it was started.
    """
    server = live_server.thread.httpd
    application = server.get_app()
    server.set_app(middleware(application))
    try:
        yield
    finally:
        server.set_app(application)


def strict(application):
    """Sends the example site's policy, and has an icon, which browsers ask for by themselves."""

    def answer(environ, start_response):
        if environ["PATH_INFO"] == "/favicon.ico":
            start_response("204 No Content", [])
            return []

        def start(status, headers, *error):
            if not any(name == "Content-Security-Policy" for name, _ in headers):
                headers = [*headers, ("Content-Security-Policy", POLICY)]
            return start_response(status, headers, *error)

        return application(environ, start)

    return answer


def noting(noted):
    """Appends the status of each answer to ``noted``."""

    def middleware(application):
        def answer(environ, start_response):
            def start(status, headers, *error):
                noted.append(int(status[:3]))
                return start_response(status, headers, *error)

            return application(environ, start)

        return answer

    return middleware
