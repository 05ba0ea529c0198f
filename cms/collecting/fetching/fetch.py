"""``fetch``: one address, with its redirects, within rules."""

from __future__ import annotations

import http.client
import ipaddress
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import SSLError as WrappedSSLError
from urllib3.exceptions import TimeoutError as WrappedTimeout
from urllib3.util.ssl_match_hostname import CertificateError

from cms.collecting.fetching import inner
from cms.collecting.fetching.asking import PORTS, Asked, Hosts, ask
from cms.collecting.fetching.inner import Address
from cms.collecting.fetching.pinned import Deadline, HeadTooLong, connect
from cms.collecting.fetching.problems import FetchProblem, Why
from cms.collecting.fetching.unpacking import CHUNK, unpacked

MEGABYTE = 1024 * 1024
ADDRESSES_TRIED = 3
_BAD_CERTIFICATE = (ssl.SSLError, WrappedSSLError)
REDIRECTS = (301, 302, 303, 307, 308)


def public(address: Address) -> bool:
    """Whether an address may be connected to in this installation."""
    return inner.is_public(address, inner=inner.networks(settings.COLLECTING_INNER_NETWORKS))


def resolve(host: str, port: int) -> Sequence[Address]:
    """Every address of a name; an empty list for a name without any."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        return []
    return [ipaddress.ip_address(str(entry[4][0])) for entry in found]


@dataclass(frozen=True, slots=True)
class Rules:
    """How much may be asked. The last four are other than usual in tests alone."""

    seconds: float = 20
    """For everything: names, connections, redirects, the last byte."""
    connect_seconds: float = 5
    sent_bytes: int = 5 * MEGABYTE
    kept_bytes: int = 10 * MEGABYTE
    redirects: int = 3
    ports: frozenset[int] = frozenset(PORTS.values())
    may_connect: Callable[[Address], bool] = public
    resolve: Callable[[str, int], Sequence[Address]] = resolve
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer that is no redirect. ``body`` is empty unless the status is 200 and it was asked for."""

    status: int
    url: str
    """Where it came from in the end."""
    headers: dict[str, str] = field(default_factory=dict)
    """By names in lower case."""
    body: bytes = b""

    def header(self, name: str) -> str:
        """A header, or ""."""
        return self.headers.get(name, "")


def fetch(
    url: str,
    *,
    hosts: Hosts,
    rules: Rules = Rules(),
    method: str = "GET",
    etag: str = "",
    modified: str = "",
    with_body: bool = True,
) -> Fetched:
    """Ask for an address. ``etag`` and ``modified`` are what the last answer said: 304 means that nothing is new.

    Raises FetchProblem and nothing else for whatever the other side does.
    """
    deadline = Deadline(rules.seconds)
    asked = ask(url, ports=rules.ports)
    for _hop in range(rules.redirects + 1):
        if not hosts.allows(asked.host):
            raise FetchProblem(Why.HOST, asked.host)
        answer = _ask_once(asked, rules, deadline, method, _headers(asked, etag, modified), with_body)
        if answer.status not in REDIRECTS or not answer.header("location"):
            return answer
        asked = _next(asked, answer.header("location"), hosts, rules)
    raise FetchProblem(Why.REDIRECTS)


def _next(asked: Asked, location: str, hosts: Hosts, rules: Rules) -> Asked:
    # http.client reads headers as Latin-1; addresses that are not ASCII come as UTF-8.
    try:
        location = location.encode("latin-1").decode("utf-8")
    except UnicodeError as error:
        raise FetchProblem(Why.ANSWER, "Location") from error
    following = ask(asked.joined(location), ports=rules.ports)
    if following.host != asked.host and not hosts.follows_out:
        raise FetchProblem(Why.REDIRECT_OUT, following.host)
    if asked.scheme == "https" and following.scheme == "http":
        raise FetchProblem(Why.REDIRECT_DOWN)
    return following


def _headers(asked: Asked, etag: str, modified: str) -> dict[str, str]:
    headers = {
        "Host": asked.authority,
        "User-Agent": settings.COLLECTING_USER_AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    return headers


def _ask_once(
    asked: Asked, rules: Rules, deadline: Deadline, method: str, headers: dict[str, str], with_body: bool
) -> Fetched:
    connection: HTTPConnection | None = None
    try:
        connection = _connected(asked, rules, deadline)
        with deadline.cut(connection):
            answer = _answer(connection, asked, rules, method, headers, with_body)
        if deadline.is_over:  # a body without a length ends where it was cut
            raise FetchProblem(Why.SLOW)
        return answer
    except FetchProblem:
        if deadline.is_over:
            raise FetchProblem(Why.SLOW) from None
        raise
    except HeadTooLong as error:
        raise FetchProblem(Why.HEADERS) from error
    except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
        # A connection that was cut at its hour breaks off in one way or another.
        raise FetchProblem(Why.SLOW if deadline.is_over else _why(error)) from error
    finally:
        if connection is not None:
            connection.close()


def _why(error: Exception) -> Why:
    """Which of the reasons an exception of the libraries is. Some of them inherit oddly: the order matters."""
    if isinstance(error, (*_BAD_CERTIFICATE, CertificateError)):
        return Why.TLS
    if isinstance(error, (ConnectionError, NewConnectionError)):
        return Why.CONNECTION
    if isinstance(error, (TimeoutError, WrappedTimeout)):
        return Why.SLOW
    return Why.ANSWER if isinstance(error, (http.client.HTTPException, ValueError)) else Why.CONNECTION


def _connected(asked: Asked, rules: Rules, deadline: Deadline) -> HTTPConnection:
    addresses = _resolved(asked, rules, deadline)
    if not addresses:
        raise FetchProblem(Why.NO_ADDRESS, asked.host)
    # All of them, not only the one that would be taken: a name that is half inside is no public name.
    if not all(rules.may_connect(address) for address in addresses):
        raise FetchProblem(Why.INNER, asked.host)
    for address in addresses[:ADDRESSES_TRIED]:
        try:
            seconds = min(rules.connect_seconds, deadline.left)
            connection = connect(asked, address, seconds=seconds, tls=rules.tls)
        except _BAD_CERTIFICATE:
            raise
        except (OSError, HTTPError):
            if address == addresses[:ADDRESSES_TRIED][-1] or deadline.is_over:
                raise
            continue
        assert connection.sock is not None
        connection.sock.settimeout(deadline.left)
        return connection
    raise FetchProblem(Why.CONNECTION, asked.host)


def _resolved(asked: Asked, rules: Rules, deadline: Deadline) -> list[Address]:
    """Resolve in a thread: the system's resolver takes its own time and cannot be told ours."""
    answer: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answer.put(list(rules.resolve(asked.host, asked.port)))
        except Exception as error:
            answer.put(error)

    threading.Thread(target=look_up, name="collecting-resolve", daemon=True).start()
    try:
        found = answer.get(timeout=min(rules.connect_seconds, deadline.left))
    except queue.Empty:
        raise FetchProblem(Why.NO_ADDRESS, asked.host) from None
    if isinstance(found, Exception):
        raise FetchProblem(Why.NO_ADDRESS, asked.host) from found
    return list(dict.fromkeys(found))


def _answer(
    connection: HTTPConnection, asked: Asked, rules: Rules, method: str, headers: dict[str, str], with_body: bool
) -> Fetched:
    connection.request(method, asked.target, headers=headers, preload_content=False, decode_content=False)
    response = connection.getresponse()
    answer_headers = {name.lower(): value for name, value in response.headers.items()}
    if not with_body or response.status != http.client.OK or method == "HEAD":
        return Fetched(response.status, asked.url, answer_headers)
    length = answer_headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > rules.sent_bytes:
        raise FetchProblem(Why.SIZE)

    def chunks() -> Iterator[bytes]:
        while chunk := response.read(CHUNK, decode_content=False):
            yield chunk

    encoding = answer_headers.get("content-encoding", "")
    body = unpacked(chunks(), encoding, sent=rules.sent_bytes, kept=rules.kept_bytes)
    return Fetched(response.status, asked.url, answer_headers, body)
