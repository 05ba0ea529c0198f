"""The public board: SQL counts and bytes of what the public reads, at 30 and at 300 public consultations."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import Client

from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.measure import compressed_size
from tests.benchmarks.pages import queries
from tests.public_board import publications

FEW, MANY = 30, 300
LISTS = {
    "board": "/consultations/",
    "board of a topic": "/consultations/?topic=labour",
    "feed": "/consultations/feed/",
    "API, list": "/api/v2/consultations/?page_size=100",
}


def figures() -> Iterator[Figure]:
    """Fill the board of the database at hand, and count."""
    code = publications.many(FEW)[-1].code
    page = f"/consultations/public/{code}/"
    few = _counted(page)
    publications.many(MANY - FEW)
    many = _counted(page)
    for name, number in many.items():
        limit = 8 if name == "page" else 6
        yield Figure(
            f"SQL queries, public board, {name}, at {FEW} and {MANY} consultations",
            f"≤ {limit}, the same",
            f"{few[name]} and {number}",
            few[name] == number <= limit,
        )
    client = Client()
    for name, address in (("board", "/consultations/"), ("page", page)):
        size = compressed_size(client.get(address).content) / 1024
        yield at_most(f"HTML, compressed, public board, {name}", size, 30, " KB", form="{:.1f}".format)


def _counted(page: str) -> dict[str, int]:
    addresses = {**LISTS, "page": page}
    client = Client()
    for address in addresses.values():
        queries(client, address)  # content types, the site
    return {name: queries(client, address) for name, address in addresses.items()}
