"""A proxy on the loopback that speaks for some hosts, over TLS, instead of connecting to them."""

import selectors
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from loopback_yahoo.answers import Answer

POLL_S = 0.02
LEAVE_S = 2.0

# Asked with the host, the request's target, and whether it is the first over its connection.
Responder = Callable[[str, str, bool], Answer]


class Proxy(ThreadingHTTPServer):
    """Listens from its making until ``stop``; one thread for each connection."""

    request_queue_size = 512  # yfinance opens a connection for every ticker at once

    def __init__(
        self, tls: ssl.SSLContext, hosts: Collection[str], respond: Responder, refuse: Callable[[str], None]
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.tls, self.hosts, self.respond, self.refuse = tls, hosts, respond, refuse
        self.errors: list[BaseException] = []
        self._open: dict[_Tunnel, socket.socket] = {}
        self._changed = threading.Condition()
        self._stops = False
        self._accepts = threading.Thread(target=self.serve_forever, args=(POLL_S,), name="loopback-yahoo", daemon=True)
        self._accepts.start()

    def hold(self, tunnel: "_Tunnel", connection: socket.socket) -> None:
        """Remember the socket that a tunnel now waits on, to wake it at the end, or at once if that is now."""
        with self._changed:
            self._open[tunnel] = connection
            if self._stops:
                _wake(connection)

    def let_go(self, tunnel: "_Tunnel") -> None:
        """Close a tunnel's socket."""
        with self._changed:
            connection = self._open.pop(tunnel, None)
            self._changed.notify_all()
            if connection is not None:
                connection.close()

    def stop(self) -> None:
        """Stop listening, wake every connection however long it would wait, and see them leave."""
        self.shutdown()
        self._accepts.join()
        with self._changed:
            self._stops = True
            for connection in self._open.values():
                _wake(connection)
            self._changed.wait_for(lambda: not self._open, LEAVE_S)
        self.server_close()

    def handle_error(self, *_: Any) -> None:
        """Keep what no cut connection explains, for whoever asks."""
        if (error := sys.exception()) is not None and not isinstance(error, OSError):
            self.errors.append(error)


def _wake(connection: socket.socket) -> None:
    """Make whoever waits on a socket see its end; past the TLS object, which belongs to its own thread."""
    with suppress(OSError):  # it may have ended
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


class _Tunnel(BaseHTTPRequestHandler):
    """One connection: a CONNECT in the clear, then requests to one host over TLS."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Proxy
    host = ""  # once connected
    is_first = True

    def setup(self) -> None:
        super().setup()
        self.server.hold(self, self.connection)

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True  # the client has left, or does not trust us

    def finish(self) -> None:
        self.server.let_go(self)
        self.rfile.close()
        self.wfile.close()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_CONNECT(self) -> None:
        host, _, port = self.path.partition(":")
        if host not in self.server.hosts or port != "443":
            self.server.refuse(host)
            self._send(Answer(403, b"no such host here\n", "text/plain"))
            self.close_connection = True
            return
        self.connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        plain = self.rfile
        secure = self.server.tls.wrap_socket(self.connection, server_side=True, do_handshake_on_connect=False)
        self.server.hold(self, secure)
        plain.close()
        secure.do_handshake()
        self.host, self.connection = host, secure
        self.rfile = secure.makefile("rb")
        self.close_connection = False

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.host:
            self.server.refuse(self.path.split("/")[2] if "//" in self.path else self.path)
            self._send(Answer(403, b"only through CONNECT\n", "text/plain"))
            return
        answer = self.server.respond(self.host, self.path, self.is_first)
        self.is_first = False
        if answer.act == "send":
            self._send(answer)
            return
        if answer.act == "hang":
            self._wait_for_the_end()
        self.close_connection = True

    do_POST = do_GET  # noqa: N815

    def _send(self, answer: Answer) -> None:
        lines = [
            f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
            f"Content-Type: {answer.content_type}",
            f"Content-Length: {len(answer.body)}",
            *(f"{name}: {value}" for name, value in answer.headers.items()),
        ]
        self.connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + answer.body)

    def _wait_for_the_end(self) -> None:
        """Return when the client leaves or the server stops: either makes the socket readable."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.connection, selectors.EVENT_READ)
            selector.select()
