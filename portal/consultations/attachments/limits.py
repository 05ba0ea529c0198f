"""What an attachment may measure. Data: the form's hints, the checks and the tests read the same figures."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MOST_FILES = 10
"""Attachments of one consultation."""
MOST_BYTES = 10 * MEGABYTE
"""Bytes of one attachment, as it comes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the workshop keeps to."""

    pixels: int = 50_000_000
    side: int = 65_000
    """Pixels: long screenshots of conversations are real, and JPEG knows no longer side than 65,535."""
    pages: int = 200
    page_side: int = 14_400
    """Points, the largest page that PDF 1.7 knows."""
    unpacked: int = 400 * MEGABYTE
    """Bytes of all streams of a PDF together, decompressed, and of each picture in it."""
    kept: int = 25 * MEGABYTE
    """Bytes of what is kept."""
    memory: int = 1536 * MEGABYTE
    """Bytes of address space."""
    cpu: int = 15
    """Seconds of CPU."""
    wait: int = 20
    """Seconds by the clock."""


LIMITS = Limits()
