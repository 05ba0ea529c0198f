"""Pictures from their pixels: turned upright, in sRGB, without anything that came beside the pixels.

Not ``cms.core.media.pictures``: editors keep colour profiles, animations and a JPEG's own tables; of a citizen's picture
nothing is kept that could tell the device it came from.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from .kinds import PICTURE_KINDS
from .refusals import Refused

QUALITY = 90
_GREY = ("1", "L", "I;16", "I;16B", "I")
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: ``kind`` is ``JPEG`` or ``PNG``, sides in pixels."""

    content: bytes
    kind: str
    width: int
    height: int


def from_pixels(content: bytes, *, pixels: int, side: int) -> Picture:
    """Paint the picture anew; at most ``pixels`` in all and ``side`` along an edge.

    Raises Refused: ``pixels``, ``side``, ``animated``, ``damaged_picture``. Sizes are looked at before anything is decoded.
    """
    Image.MAX_IMAGE_PIXELS = None  # ours is the limit, and it is lower
    try:
        with Image.open(io.BytesIO(content), formats=PICTURE_KINDS) as image:
            _refuse_measures(image, pixels, side)
            if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
                raise Refused("animated")
            image.load()
            return _written(_plain(image), photographed=image.format in ("JPEG", "MPO", "WEBP"))
    except _BROKEN as error:
        raise Refused("damaged_picture") from error


def _refuse_measures(image: Image.Image, pixels: int, side: int) -> None:
    if image.width * image.height > pixels:
        raise Refused("pixels")
    if max(image.size) > side:
        raise Refused("side")


def _plain(image: Image.Image) -> Image.Image:
    """Upright, eight bits a channel, sRGB: a new picture that knows nothing of the old one's file."""
    upright = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    opaque = "L" if upright.mode in _GREY else "RGB"
    mode = "RGBA" if upright.has_transparency_data else opaque
    if profile and upright.mode in ("RGB", "RGBA", "CMYK"):
        upright = _in_srgb(upright, profile)
    if upright.mode == "I":
        upright = upright.convert("I;16")
    converted = upright if upright.mode == mode else upright.convert(mode)
    fresh = Image.new(mode, converted.size)
    fresh.paste(converted)
    return fresh


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """By the picture's own colour profile, which then goes; a profile that cannot be read is passed over."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _written(image: Image.Image, *, photographed: bool) -> Picture:
    kind = "JPEG" if photographed and image.mode != "RGBA" else "PNG"
    out = io.BytesIO()
    if kind == "JPEG":
        image.save(out, kind, quality=QUALITY, optimize=True)
    else:
        image.save(out, kind)
    return Picture(out.getvalue(), kind, image.width, image.height)
