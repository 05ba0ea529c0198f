"""A real server on this machine that answers as badly as a test wants, and rules that let only tests reach it."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from cms.collecting.fetching import Rules
from cms.collecting.fetching.inner import Address

HOST = "news.example.test"
LOOPBACK = ipaddress.ip_address("127.0.0.1")

Answer = Callable[[socket.socket], None]


@dataclass
class Site:
    """What the server answers by path, and what it was asked (heads of requests, as they came)."""

    port: int = 0
    answers: dict[str, Answer | bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address by name."""
        return f"http://{HOST}:{self.port}"

    def say(self, path: str, body: bytes | str = b"", *, status: str = "200 OK", **headers: str) -> None:
        """Answer a path ordinarily."""
        self.answers[path] = reply(body, status=status, **headers)

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [head.split(" ")[1] for head in self.asked]


def reply(body: bytes | str = b"", *, status: str = "200 OK", **headers: str) -> bytes:
    """An ordinary answer; header names with underscores for hyphens."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


@contextlib.contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve on a free port of this machine until the block ends."""
    site = Site()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            sock = self.request
            with contextlib.suppress(OSError):
                if tls is not None:
                    sock = tls.wrap_socket(sock, server_side=True)
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = sock.recv(4096)
                    if not piece:
                        return
                    head += piece
                text = head.decode("latin-1")
                site.asked.append(text)
                answer = site.answers.get(text.split(" ")[1], reply(status="404 Not Found"))
                if callable(answer):
                    answer(sock)
                else:
                    sock.sendall(answer)
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up is what half of the tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()


def rules_for(*sites: Site, **changed: object) -> Rules:
    """Rules by which every name under ``example.test`` is this machine, and loopback may be reached at the sites' ports."""

    def resolve(host: str, port: int) -> list[Address]:
        return [LOOPBACK] if host.endswith("example.test") else []

    rules = Rules(
        seconds=5,
        connect_seconds=2,
        ports=frozenset({site.port for site in sites}),
        may_connect=lambda address: address == LOOPBACK,
        resolve=resolve,
    )
    return replace(rules, **changed)


@dataclass(frozen=True)
class Authority:
    """A certificate authority of the tests."""

    folder: Path
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def made_in(cls, folder: Path) -> Authority:
        """Make one."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tests")])
        builder = _builder(name, name, key, days=10)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        usage = dict.fromkeys(("content_commitment", "data_encipherment", "key_agreement"), False)
        builder = builder.add_extension(
            x509.KeyUsage(
                **usage,
                digital_signature=True,
                key_encipherment=False,
                key_cert_sign=True,
                crl_sign=True,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        return cls(folder, builder.sign(key, hashes.SHA256()), key)

    def trusted(self) -> ssl.SSLContext:
        """A context that trusts this authority alone."""
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def server(self, host: str, *, days: int = 5) -> ssl.SSLContext:
        """A server's context with a certificate for a host; with negative days one that ran out."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
        builder = _builder(name, self.certificate.subject, key, days=days)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        certificate = builder.sign(self.key, hashes.SHA256())
        file = self.folder / f"{host}-{days}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, *, days: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=20))
        .not_valid_after(now + timedelta(days=days))
    )
