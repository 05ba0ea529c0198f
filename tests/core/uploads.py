"""Real files for tests of uploads: pictures that give away where they were taken, papers that name their author."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

SECRET = "SecretPhone"
UPRIGHT, ON_ITS_SIDE = 1, 6
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()


def exif(orientation: int = UPRIGHT) -> bytes:
    """Camera, place and orientation."""
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = SECRET
    place = made.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (39.0, 54.0, 26.0), "E", (116.0, 23.0, 29.0)
    return made.tobytes()


def drawing(mode: str = "RGB") -> Image.Image:
    """40 by 20, its left half red."""
    image = Image.new("RGB", (40, 20), "white")
    image.paste("red", (0, 0, 20, 20))
    return image.convert(mode)


def picture(kind: str = "JPEG", mode: str = "RGB", orientation: int = UPRIGHT, **options: Any) -> bytes:
    """A picture that gives away as much as its format can."""
    out = io.BytesIO()
    if kind == "JPEG":
        options = {"xmp": XMP, "comment": SECRET.encode(), "exif": exif(orientation), **options}
    elif kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", SECRET)
        words.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options = {"pnginfo": words, "exif": exif(orientation), **options}
    elif kind == "WEBP":
        options = {"xmp": XMP, "exif": exif(orientation), **options}
    elif kind == "GIF":
        options = {"comment": SECRET.encode(), **options}
    drawing(mode).save(out, kind, **options)
    return out.getvalue() + SECRET.encode()


def animation(kind: str) -> bytes:
    """Three frames, shown 100, 200 and 300 ms."""
    out = io.BytesIO()
    frames = [drawing(), drawing().rotate(180), Image.new("RGB", (40, 20), "blue")]
    options: dict[str, Any] = {"comment": SECRET.encode()} if kind == "GIF" else {"exif": exif()}
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0, **options)
    return out.getvalue()


def bomb(side: int = 60_000) -> bytes:
    """A few bytes that say they are a picture of thousands of megapixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def word(author: str = SECRET, **parts: bytes) -> bytes:
    """A Word file of one line, by somebody."""
    import docx

    document = docx.Document()
    document.add_paragraph("示范申请表")
    document.core_properties.author = document.core_properties.last_modified_by = author
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
