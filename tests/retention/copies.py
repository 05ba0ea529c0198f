"""One set of changed files, held against both readers of a copy: the portal's and the browser's."""

from __future__ import annotations

import json
from collections.abc import Iterator

from portal.consultations.records.copies import FORMS_HEADING, PROOF_HEADING, SEAL_HEADING


def flipped(content: bytes, place: int, bit: int = 1) -> bytes:
    """The file with one byte changed."""
    return content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]


def record_part(content: bytes) -> range:
    """Where the data, the events and the seal lie."""
    return range(content.rindex(PROOF_HEADING.encode()), len(content))


def vectors(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Files made of a text copy, each with a name; the first is whole."""
    lines = text.split(b"\n")
    forms = lines.index(FORMS_HEADING.encode()) + 1
    seal = lines.index(SEAL_HEADING.encode())
    yield "whole", text
    yield "lines of another system", text.replace(b"\n", b"\r\n")
    yield "without its mark", text.removeprefix(b"\xef\xbb\xbf")
    yield "nothing", b""
    yield "something else", "别的文件".encode()
    yield "half", text[: len(text) // 2]
    yield "without an event", b"\n".join([*lines[: forms + 1], *lines[forms + 2 :]])
    yield "without the last event", b"\n".join([*lines[: seal - 2], *lines[seal - 1 :]])
    yield "an event twice", b"\n".join([*lines[: forms + 1], lines[forms], *lines[forms + 1 :]])
    yield "two events changed about", b"\n".join([*lines[:forms], lines[forms + 1], lines[forms], *lines[forms + 2 :]])
    yield "without a seal", b"\n".join(lines[:seal])
    yield "something behind", text + b" "
    yield "words changed", text.replace("咨询".encode(), "资询".encode(), 1)
    proof = json.loads(lines[lines.index(PROOF_HEADING.encode()) + 1])
    for member, value in (
        ("anchor", None),
        ("case", "00000000000"),
        ("format", 2),
        ("digests", []),
        ("digest", "0" * 64),
    ):
        changed = json.dumps({**proof, member: value}, ensure_ascii=False).encode()
        yield f"other {member}", text.replace(lines[lines.index(PROOF_HEADING.encode()) + 1], changed)


def flips(text: bytes, step: int) -> Iterator[tuple[str, bytes]]:
    """Each ``step``-th byte of the record changed."""
    for place in record_part(text)[::step]:
        yield f"byte {place}", flipped(text, place, 1 if place % 2 else 4)
