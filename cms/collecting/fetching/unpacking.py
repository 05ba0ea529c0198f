"""Reading a body within bounds, as it was sent and as it is unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from cms.collecting.fetching.problems import FetchProblem, Why

CHUNK = 64 * 1024


def unpacked(chunks: Iterator[bytes], encoding: str, *, sent: int, kept: int) -> bytes:
    """Join the chunks of a body; ``sent`` and ``kept`` bound the bytes before and after unpacking.

    Raises FetchProblem (SIZE, PACKED). A bomb is noticed at its first byte beyond ``kept``: no more is ever unpacked.
    """
    coding = encoding.strip().lower()
    if coding in ("", "identity"):
        return b"".join(_bounded(chunks, min(sent, kept)))
    if coding not in ("gzip", "x-gzip"):
        raise FetchProblem(Why.PACKED, coding[:20])
    return _gunzipped(_bounded(chunks, sent), kept)


def _bounded(chunks: Iterator[bytes], limit: int) -> Iterator[bytes]:
    taken = 0
    for chunk in chunks:
        taken += len(chunk)
        if taken > limit:
            raise FetchProblem(Why.SIZE, _megabytes(limit))
        yield chunk


def _gunzipped(chunks: Iterator[bytes], limit: int) -> bytes:
    found = bytearray()
    member = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if member.eof:  # another member follows: a gzip file may have several
                    member = zlib.decompressobj(wbits=31)
                found += member.decompress(rest, limit + 1 - len(found))
                if len(found) > limit:
                    raise FetchProblem(Why.SIZE, _megabytes(limit))
                rest = member.unused_data if member.eof else member.unconsumed_tail
    except zlib.error as error:
        raise FetchProblem(Why.PACKED, "gzip") from error
    if not member.eof:
        raise FetchProblem(Why.PACKED, "gzip")
    return bytes(found)


def _megabytes(limit: int) -> str:
    return f"{limit / 1024 / 1024:.0f} MB" if limit >= 1024 * 1024 else f"{limit} B"
