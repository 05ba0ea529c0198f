"""The child process: limits upon itself first, then a stranger's bytes from standard input, the clean ones to standard output.

Answers one line of JSON, then the bytes: ``{"kind", "pages", "width", "height"}`` or ``{"refused": code}``.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from typing import Any

from .kinds import kind_of
from .papers import rebuilt
from .pictures import from_pixels
from .refusals import Refused


def main(written: str) -> None:
    """Clean one file within the limits written down as JSON (``portal.consultations.attachments.limits.Limits``)."""
    limits = json.loads(written)
    _confine(limits)
    try:
        facts, content = clean(sys.stdin.buffer.read(), limits)
    except Refused as refusal:
        facts, content = {"refused": refusal.code}, b""
    except MemoryError:
        facts, content = {"refused": "unpacked"}, b""
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


def clean(content: bytes, limits: dict[str, int]) -> tuple[dict[str, Any], bytes]:
    """The facts and the bytes of what is kept. Raises Refused."""
    facts: dict[str, Any]
    if kind_of(content) == "PDF":
        paper = rebuilt(content, pages=limits["pages"], page_side=limits["page_side"], unpacked=limits["unpacked"])
        facts, kept = {"kind": "pdf", "pages": paper.pages, "width": None, "height": None}, paper.content
    else:
        picture = from_pixels(content, pixels=limits["pixels"], side=limits["side"])
        facts = {"kind": picture.kind.lower(), "pages": 1, "width": picture.width, "height": picture.height}
        kept = picture.content
    if len(kept) > limits["kept"]:
        raise Refused("unpacked")
    return facts, kept


def _confine(limits: dict[str, int]) -> None:
    """No more memory or CPU than allowed, no file written, no core left behind."""
    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that does not know one of them still has the others
            resource.setrlimit(what, (most, most))
