"""What a file is, told by its first bytes; its name is never asked."""

from __future__ import annotations

from .refusals import Refused

PICTURE_KINDS = ("JPEG", "PNG", "GIF", "WEBP")
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif")


def kind_of(content: bytes) -> str:
    """``PDF`` or one of PICTURE_KINDS. Raises Refused: ``empty``, ``heic``, ``unknown_kind``."""
    if not content:
        raise Refused("empty")
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    if content.startswith(b"%PDF-"):
        return "PDF"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise Refused("heic")
    raise Refused("unknown_kind")
