"""A connection to one address that was looked at, which ends at its hour and reads only so many headers."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from types import TracebackType
from typing import Any

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection

from cms.collecting.fetching.asking import Asked
from cms.collecting.fetching.inner import Address

LONGEST_HEAD = 32 * 1024


class HeadTooLong(Exception):
    """Status lines and headers are longer than we read."""


class Deadline:
    """When all must be over. Connections that are still being read then are cut, even while every single byte comes in
    time."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._timer: threading.Timer | None = None

    @property
    def left(self) -> float:
        """Seconds left, never less than a moment: sockets take 0 for something else."""
        return max(0.001, self._ends - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._ends

    def cut(self, connection: HTTPConnection) -> Deadline:
        """Use as a context: the connection is cut at the end of the time."""
        self._timer = threading.Timer(self.left, _cut, [connection.sock])
        self._timer.daemon = True
        return self

    def __enter__(self) -> Deadline:
        assert self._timer is not None
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: Any, trace: TracebackType | None) -> None:
        if self._timer is not None:
            self._timer.cancel()


def _cut(sock: socket.socket) -> None:
    try:
        # Past SSLSocket's own, which would take the encryption away under the reader.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return


class _Head:
    """What a response reads its head from."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self._left = LONGEST_HEAD

    def readline(self, limit: int = -1) -> bytes:
        """A line; raises HeadTooLong once all lines together are too many, ConnectionResetError where the head breaks off
        (http.client would take that for its end)."""
        line: bytes = self.file.readline(min(limit, self._left + 1) if limit >= 0 else self._left + 1)
        if not line:
            raise ConnectionResetError("the head breaks off")
        self._left -= len(line)
        if self._left < 0:
            raise HeadTooLong
        return line

    def close(self) -> None:
        """As the file's."""
        self.file.close()


class _Response(http.client.HTTPResponse):
    """A response whose head is bounded: http.client itself would take six megabytes, and any number of 100s."""

    fp: Any
    """The connection's file; while the head is read, the ``_Head`` around it."""

    def begin(self) -> None:
        """Read the head."""
        head = _Head(self.fp)
        self.fp = head
        try:
            super().begin()
        finally:
            if self.fp is not None:  # closed with the connection otherwise
                self.fp = head.file


class _Plain(HTTPConnection):
    response_class = _Response


class _Secure(HTTPSConnection):
    response_class = _Response


def connect(asked: Asked, address: Address, *, seconds: float, tls: ssl.SSLContext | None = None) -> HTTPConnection:
    """Connect to ``address`` in the name of ``asked.host``: certificate and SNI are the host's.

    Nothing is resolved: the address is a number. Raises OSError, ssl.SSLError and urllib3's errors. ``tls``: another
    trust than the usual certificates (tests).
    """
    connection: HTTPConnection
    if asked.scheme == "https":
        connection = _Secure(
            str(address),
            asked.port,
            timeout=seconds,
            ssl_context=tls,
            ca_certs=None if tls else certifi.where(),
            cert_reqs="CERT_REQUIRED",
            server_hostname=asked.host,
            assert_hostname=asked.host,
        )
    else:
        connection = _Plain(str(address), asked.port, timeout=seconds)
    try:
        connection.connect()
    except BaseException:
        connection.close()
        raise
    return connection
