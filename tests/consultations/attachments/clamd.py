"""A stand-in for ClamAV's daemon that speaks its INSTREAM over TCP or a Unix socket, and finds EICAR's harmless test words."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        if self.rfile.readline() != b"nINSTREAM\n":
            return
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(len(content))
        answer = self.server.answer or (b"stream: Eicar-Test FOUND" if EICAR in content else b"stream: OK")
        self.wfile.write(answer + b"\n")


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(socket: Path | None = None, answer: bytes = b"") -> Iterator[tuple[str, list[int]]]:
    """A running scanner: its CLAMAV_URL, and the sizes of what it was shown. ``answer``: says that, whatever it sees."""
    server: Any = _Unix(str(socket), _Handler) if socket else _Tcp(("127.0.0.1", 0), _Handler)
    server.seen, server.answer = [], answer
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"unix://{socket}" if socket else f"tcp://127.0.0.1:{server.server_address[1]}", server.seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
