"""Which addresses are inner ones. Everything that is not plainly a public unicast address is refused."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# The IANA registries of special addresses, and two addresses by which clouds let their machines ask for secrets.
_INNER_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' NAT; a cloud's metadata at 100.100.100.200
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's own services under a public number
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
"""Outside of it nothing is public: loopback, mapped and compatible addresses, NAT64, unique local, link local, multicast."""
_INNER_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, ORCHID, benchmarks
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)


def is_public(address: Address, *, inner: Iterable[Network] = ()) -> bool:
    """Whether an address may be connected to. ``inner``: networks of the installation besides (public by number, yet inside)."""
    if isinstance(address, ipaddress.IPv4Address):
        if any(address in network for network in _INNER_V4):
            return False
    elif address.scope_id or address not in _PUBLIC_V6 or any(address in network for network in _INNER_V6):
        return False
    return not any(address in network for network in inner if network.version == address.version)


def networks(words: Iterable[str]) -> tuple[Network, ...]:
    """Read networks in the usual notation; ValueError for what is none."""
    return tuple(ipaddress.ip_network(word.strip(), strict=False) for word in words if word.strip())
