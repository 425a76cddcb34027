"""A program at the other end, and its registration."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from qingshan.apps.parties.sealing import seal
from qingshan.apps.webhooks.models import Webhook
from qingshan.apps.webhooks.signing import head_of
from qingshan.apps.webhooks.verbs.register_webhook import register_webhook


class Receiver(ThreadingHTTPServer):
    """A program that keeps what it is sent and answers as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status, self.location, self.pause_s = 204, "", 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        time.sleep(self.server.pause_s)
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def registered(call, office, url: str, secret: str, **changes) -> Webhook:
    told = {
        "party": office.party("farm"),
        "name": "财务系统",
        "url": url,
        "topics": ["tickets", "cases"],
        "secret_sealed": seal(secret),
        "head": head_of(secret),
    }
    return register_webhook(call, **told | changes)
