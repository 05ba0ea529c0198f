"""Pages: queries, CPU against a control in the same run, bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unittest import mock

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.core.models import HomePage, StandardPage
from cms.laws.models import Instrument, RenderedPart
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.measure import compressed_size, paired_ratio

SEARCH = "/search/?q=租赁合同押金"


def queries(client: Client, address: str) -> int:
    """SQL queries of one uncached GET."""
    cache.clear()
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return len(caught)


def typical_law() -> Instrument:
    """A law of middling length: one page, the most provisions on it below the limit of a split."""
    part = (
        RenderedPart.objects.filter(slug="", version__instrument__is_public=True)
        .order_by("-version__instrument__title_key")
        .select_related("version__instrument")
    )
    best = max(part.iterator(), key=lambda row: len(row.article_locators))
    return best.version.instrument


def query_counts() -> dict[str, int]:
    """Queries of the three page types."""
    client = Client()
    client.get("/laws/")  # content types, site cache
    law = typical_law().get_absolute_url()
    return {name: queries(client, at) for name, at in (("law", law), ("list", "/laws/"), ("search", SEARCH))}


def figures(small: dict[str, int], large: dict[str, int]) -> Iterator[Figure]:
    """All page figures; ``small`` and ``large`` are query counts at a tenth and at all of the rows."""
    for name, limit in (("law", 8), ("list", 6), ("search", 5)):
        same = small[name] == large[name]
        yield Figure(
            f"SQL queries, {name} page, at a tenth and at all rows",
            f"≤ {limit}, the same",
            f"{small[name]} and {large[name]}",
            same and large[name] <= limit,
        )
    yield from _cpu()
    yield from _bytes()


def _cpu() -> Iterator[Figure]:
    client = Client()
    address = typical_law().get_absolute_url()

    def uncached() -> None:
        cache.clear()
        assert client.get(address).status_code == 200

    def cached() -> None:
        assert client.get(address).status_code == 200

    body = client.get(address).content.decode()
    main = re.search(r"<main[^>]*>(.*?)</main>", body, re.DOTALL)
    assert main is not None
    home = HomePage.objects.get()
    bare = home.add_child(instance=StandardPage(title="bench", slug="bench-bare", body=main.group(1)))

    def control() -> None:
        cache.clear()
        assert client.get(bare.url).status_code == 200

    try:
        with mock.patch.object(StandardPage, "template", "bench/bare_page.html"):
            ratio, ours, theirs = paired_ratio(uncached, control)
        yield at_most(
            "law page, uncached, CPU against a bare Wagtail page of the same HTML",
            ratio,
            1.3,
            "×",
            f"{ours * 1000:.1f} ms and {theirs * 1000:.1f} ms",
        )
        # In turn: the uncached call fills the cache for the cached one that follows.
        ratio, kept, whole = paired_ratio(cached, uncached)
        note = f"{kept * 1000:.2f} of {whole * 1000:.1f} ms"
        yield at_most("law page from cache, CPU against uncached", ratio, 0.1, "×", note)
    finally:
        bare.delete()


def _bytes() -> Iterator[Figure]:
    client = Client()
    longest = max(
        RenderedPart.objects.filter(version__instrument__is_public=True).only("id", "html").iterator(),
        key=lambda row: len(row.html),
    )
    version = RenderedPart.objects.select_related("version__instrument").get(pk=longest.pk).version
    law = version.instrument
    pages = [("home page", "/", 30), ("list page", "/laws/", 30), ("search page", SEARCH, 30)]
    for name, address, limit in pages:
        size = compressed_size(client.get(address).content) / 1024
        yield at_most(f"HTML, compressed, {name}", size, limit, " KB", form="{:.1f}".format)
    biggest, where = 0.0, ""
    for part in version.rendered_parts.all():
        at = law.get_absolute_url() + (f"parts/{part.slug}/" if part.slug else "")
        response = client.get(at)
        if response.status_code == 200:
            size = compressed_size(response.content) / 1024
            biggest, where = max((biggest, where), (size, at))
    yield at_most(
        f"HTML, compressed, largest part of {law.short_title}", biggest, 60, " KB", where, form="{:.1f}".format
    )
