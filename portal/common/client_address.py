"""The address a request came from, behind as many proxies as the installation says it has."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# Behind one home connection stands a whole /64 of IPv6: counting single addresses would count nothing.
_IPV6_CUSTOMER_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """Give the client's address, or "" when the server knows none.

    ``X-Forwarded-For`` is believed only for the last ``TRUSTED_PROXY_HOPS`` entries, which our own proxies wrote; what
    stands before them anyone can invent. An entry that is no address is not believed either.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    hops = settings.TRUSTED_PROXY_HOPS
    forwarded = [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if entry.strip()]
    if hops < 1 or not forwarded:
        return peer
    candidate = forwarded[-min(hops, len(forwarded))]
    return candidate if _parsed(candidate) is not None else peer


def client_network(request: HttpRequest) -> str:
    """Give what is counted as one client: the IPv4 address, or the /64 network of an IPv6 address."""
    address = _parsed(client_address(request))
    if address is None:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ip_network((int(address), _IPV6_CUSTOMER_PREFIX), strict=False))
    return str(address)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
