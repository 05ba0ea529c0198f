"""Compressed pictures inside a PDF, freed of what was written beside the picture, without painting them anew."""

from __future__ import annotations

import struct

_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_KEPT_APPLICATION = (0xE0, 0xEE)  # JFIF, and Adobe's colour transform: the picture is wrong without them
_COMMENT, _SCAN = 0xFE, 0xDA
_DROPPED_BOXES = (b"xml ", b"uuid", b"uinf")
_JP2 = b"\x00\x00\x00\x0cjP  "


def without_segments(content: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC, thumbnails and comments; what cannot be followed is given back as it is."""
    if not content.startswith(b"\xff\xd8"):
        return content
    kept, place = [content[:2]], 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:  # a fill byte
            place += 1
            continue
        if marker == _SCAN or marker in _STANDALONE:
            break
        end = place + 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
        if not _is_beside(marker):
            kept.append(content[place:end])
        place = end
    return b"".join([*kept, content[place:]])


def without_boxes(content: bytes) -> bytes:
    """A JPEG 2000 without its boxes of XML and of makers' own."""
    if not content.startswith(_JP2):
        return content
    kept, place = [], 0
    while place + 8 <= len(content):
        size, kind = struct.unpack(">I4s", content[place : place + 8])
        if size == 1 and place + 16 <= len(content):
            size = struct.unpack(">Q", content[place + 8 : place + 16])[0]
        end = len(content) if size == 0 else place + max(size, 8)
        if kind not in _DROPPED_BOXES:
            kept.append(content[place:end])
        place = end
    return b"".join(kept)


def _is_beside(marker: int) -> bool:
    return marker == _COMMENT or (0xE0 <= marker <= 0xEF and marker not in _KEPT_APPLICATION)
