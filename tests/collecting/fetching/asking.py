"""Asking a site of the test and saying what was refused."""

from __future__ import annotations

import pytest

from cms.collecting.fetching import Fetched, FetchProblem, Hosts, Why, fetch, only
from tests.collecting.site import HOST, Site, reply, rules_for


def got(site: Site, path: str = "/", hosts: Hosts | None = None, **rules: object) -> Fetched:
    return fetch(f"{site.url}{path}", hosts=hosts or only(HOST), rules=rules_for(site, **rules))


def refused(site: Site, path: str = "/", hosts: Hosts | None = None, **rules: object) -> Why:
    with pytest.raises(FetchProblem) as caught:
        got(site, path, hosts, **rules)
    assert caught.value.words
    return caught.value.why


def redirect(to: str, status: str = "302 Found") -> bytes:
    return reply(status=status, Location=to)
