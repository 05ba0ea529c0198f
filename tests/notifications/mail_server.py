"""A real SMTP server on this machine that refuses what a test wants."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """How it answers the greeting, RCPT and the end of DATA, and the mails it took."""

    port: int = 0
    greeting: str = "220 test"
    recipient: str = "250 ok"
    data: list[str] = field(default_factory=list)
    seconds: float = 0.0
    taken: list[str] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Serve on a free port until the block ends."""
    made = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

        def handle(self) -> None:
            self.say(made.greeting)
            while line := self.rfile.readline().decode().strip():
                word = line[:4].upper()
                if word == "DATA":
                    self.say("354 go on")
                    self.take_mail()
                else:
                    self.say(made.recipient if word == "RCPT" else "221 bye" if word == "QUIT" else "250 ok")
                if word == "QUIT":
                    return

        def take_mail(self) -> None:
            lines = []
            while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                lines.append(line)
            answer = made.data.pop(0) if made.data else "250 taken"
            time.sleep(made.seconds)
            if answer.startswith("2") or made.seconds:
                made.taken.append("\n".join(lines))
            self.say(answer)

        def finish(self) -> None:
            try:
                super().finish()
            except OSError:  # who sent has gone
                return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
