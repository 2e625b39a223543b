"""A BSrE gateway on this machine: takes what the Juknis of both versions documents, and refuses all else.

`Behaviour` says what goes wrong with the next answers; what was asked is kept in `calls`.
"""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.bsre_server import Handler, Server
from tests.bsre_state import Gateway


@contextmanager
def running(*, context: ssl.SSLContext | None = None) -> Iterator[Gateway]:
    """A gateway on a free port of this machine, with HTTPS where `context` is given."""
    gateway = Gateway()
    handler = type("Handler", (Handler,), {"gateway": gateway})
    server = Server(("127.0.0.1", 0), handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    gateway.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        gateway.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def nowhere() -> str:
    """An address of this machine where nobody listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.server_close()
    return f"http://127.0.0.1:{server.server_port}"


def root_file(folder: Path) -> Path:
    """Where `bsre_authority.tls` has put the root of the server's certificate."""
    return folder / "root.pem"
