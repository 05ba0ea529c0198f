"""A real SMS provider on this machine, over HTTP: as slow, broken or forgetful as a test wants."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = "gate:s3cret"


@dataclass(frozen=True)
class Turn:
    """How one request is answered: after ``seconds``, with ``status``; ``takes`` says whether the SMS goes out."""

    status: int = 200
    takes: bool = True
    seconds: float = 0.0
    body: str | None = None


@dataclass
class Provider:
    """What was asked of it, and what it sent on: one SMS for each idempotency key, like providers promise."""

    port: int = 0
    turns: list[Turn] = field(default_factory=list)
    otherwise: Turn = Turn()
    keys: list[str] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """What ``SMS_URL`` is set to."""
        return f"http://{WORDS}@127.0.0.1:{self.port}/send?account=1"

    @property
    def numbers(self) -> list[str]:
        """Whose phones rang, in order."""
        return [sms["to"] for sms in self.sent.values()]

    def take(self, key: str, sms: dict[str, str]) -> Turn:
        """Note a request and say how it is answered."""
        with self.lock:
            self.keys.append(key)
            self.requests.append(sms)
            turn = self.turns.pop(0) if self.turns else self.otherwise
            if turn.takes:
                self.sent.setdefault(key, sms)
            return turn


@contextmanager
def provider() -> Iterator[Provider]:
    """Serve on a free port until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made := Provider()))
    server.daemon_threads = True
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def _handler(made: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sms = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.headers["Authorization"] != f"Basic {base64.b64encode(WORDS.encode()).decode()}":
                turn = Turn(401, takes=False)
            else:
                turn = made.take(self.headers["Idempotency-Key"], sms)
            time.sleep(turn.seconds)
            said = turn.body if turn.body is not None else json.dumps({"id": f"p-{self.headers['Idempotency-Key']}"})
            try:
                self.send_response(turn.status)
                self.send_header("Content-Length", str(len(said.encode())))
                self.end_headers()
                self.wfile.write(said.encode())
            except OSError:  # who asked has gone
                self.close_connection = True

        def log_message(self, *_words: object) -> None:
            pass

    return Handler
