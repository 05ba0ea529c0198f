"""Reading an address strictly: what is not plainly understood is refused, so that no two readers of it differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

from cms.collecting.fetching.problems import FetchProblem, Why

LONGEST = 2000
PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# Numbers in all the notations that a resolver would take for an address: 127.1, 0x7f.1, 2130706433.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_SAFE = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Asked:
    """An address taken apart. ``host`` in lower case and ASCII; ``target`` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        """The address as it is asked for."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """Host, and the port where it is not the usual one."""
        return self.host if self.port == PORTS[self.scheme] else f"{self.host}:{self.port}"

    def joined(self, location: str) -> str:
        """Where a ``Location`` leads from here."""
        return urljoin(self.url, location.strip())


@dataclass(frozen=True, slots=True)
class Hosts:
    """Which hosts may be asked: those named, or (``None``) any that has only public addresses."""

    names: frozenset[str] | None
    follows_out: bool = False
    """Whether a redirect may lead to another host, if that host is allowed too."""

    def allows(self, host: str) -> bool:
        """Whether a host may be asked."""
        return self.names is None or host in self.names


ANY_PUBLIC_HOST = Hosts(None, follows_out=True)


def only(*hosts: str) -> Hosts:
    """These hosts and no others."""
    return Hosts(frozenset(host.lower() for host in hosts))


def ask(url: str, *, ports: frozenset[int] = frozenset(PORTS.values())) -> Asked:
    """Take an address apart; raises FetchProblem for whatever is not an ordinary address of the web.

    A host must be a name: numbers, in whatever notation, are refused. The fragment is dropped.
    """
    url = url.strip()
    if not url or len(url) > LONGEST or "\\" in url or any(ord(char) <= 32 or ord(char) == 127 for char in url):
        raise FetchProblem(Why.BAD_ADDRESS)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchProblem(Why.BAD_ADDRESS) from error
    if parts.scheme not in PORTS or not parts.netloc:
        raise FetchProblem(Why.BAD_ADDRESS)
    if "@" in parts.netloc:
        raise FetchProblem(Why.CREDENTIALS)
    host = _host(parts.hostname or "")
    if parts.netloc.lower().removesuffix(f":{port}").rstrip(".:") != (parts.hostname or "").rstrip("."):
        raise FetchProblem(Why.BAD_ADDRESS)
    port = PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise FetchProblem(Why.PORT, str(port))
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Asked(parts.scheme, host, port, target.replace("#", "%23"))


def _host(name: str) -> str:
    name = name.rstrip(".").lower()
    try:
        host = name if name.isascii() else idna.encode(name, uts46=True).decode()
    except idna.IDNAError as error:
        raise FetchProblem(Why.BAD_ADDRESS) from error
    labels = host.split(".")
    if ":" in host or _NUMBER.fullmatch(labels[-1]):
        raise FetchProblem(Why.NUMBER)
    if len(labels) < 2 or len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise FetchProblem(Why.BAD_ADDRESS)
    return host
