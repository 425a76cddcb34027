"""Post one body to one checked address: pinned, with a time limit, redirects not followed."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from qingshan.apps.webhooks.guarding import Target

GOOD = range(200, 300)


@dataclass(frozen=True)
class Answer:
    """What came of it: a status, or the kind of fault."""

    status: int | None
    fault: str
    took_ms: int

    @property
    def is_good(self) -> bool:
        """Whether the receiver took it."""
        return self.status in GOOD


def post(target: Target, body: bytes, headers: Mapping[str, str], *, patience_s: float) -> Answer:
    """Send and read the status alone; whatever the receiver answers beyond it is not read."""
    began = time.monotonic()
    connection = _Pinned(target, patience_s)
    # A receiver that trickles its answer would hold the worker: its line is cut after all.
    cut = threading.Timer(patience_s, connection.cut)
    cut.daemon = True
    cut.start()
    status, fault = None, ""
    try:
        connection.request("POST", target.path, body, dict(headers))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as problem:
        fault = type(problem).__name__
    finally:
        cut.cancel()
        connection.close()
    return Answer(status, fault, int((time.monotonic() - began) * 1000))


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name that was asked for."""

    def __init__(self, target: Target, patience_s: float) -> None:
        super().__init__(target.host, target.port, timeout=patience_s)
        self._target = target

    def connect(self) -> None:
        """Connect to the checked address; the certificate must bear the name."""
        told = self._target
        line = socket.create_connection((told.address, told.port), self.timeout)
        if told.is_tls:
            line = ssl.create_default_context().wrap_socket(line, server_hostname=told.host)
        self.sock = line

    def cut(self) -> None:
        """End it from another thread."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.sock.close()
