"""A hub for tests: a real HTTP server that describes itself, and notes what is posted to it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hub:
    """Answers posts with ``status`` and ``headers``, and as hub by ``described``; runs on a free
    port of 127.0.0.1 as long as it is used as a context."""

    def __init__(self):
        self.heard = []
        self.asked = []
        self.status = 202
        self.headers = {}
        # Status, headers and body in the place of the well-known document.
        self.answer = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.described = {
            "v": "om/1",
            "name": "Praxis im Verbund",
            "origin": self.origin,
            "join": f"{self.origin}/om/api/v1/join/",
        }

    def __enter__(self):
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}
        )
        self.thread.start()
        return self

    def __exit__(self, *args):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def _handler_of(hub):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hub.asked.append(self.path)
            json_type = {"Content-Type": "application/json"}
            described = (200, json_type, json.dumps(hub.described).encode())
            self.reply(*(hub.answer or described))

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hub.heard.append((self.path, json.loads(body)))
            self.reply(hub.status, hub.headers, b"")

        def reply(self, status, headers, body):
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    return Handler
