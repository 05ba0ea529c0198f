"""Whose request it is, behind proxies."""

import pytest
from django.http import HttpRequest

from portal.common.client_address import client_address, client_network


def request_from(peer: str, forwarded: str = "") -> HttpRequest:
    """Make a request as a server hands it on."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = peer
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    return request


@pytest.mark.parametrize(
    ("hops", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.1.1.1", "203.0.113.9"),
        (3, "203.0.113.9", "203.0.113.9"),
        (1, "no address", "10.0.0.1"),
        (1, "203.0.113.9\x00", "10.0.0.1"),
        (1, " , ,", "10.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    settings: object, hops: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXY_HOPS = hops
    assert client_address(request_from("10.0.0.1", forwarded)) == expected


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
    ],
)
def test_an_ipv6_customer_counts_as_one(peer: str, expected: str) -> None:
    assert client_network(request_from(peer)) == expected
