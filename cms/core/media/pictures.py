"""Pictures as they are kept: turned upright, without EXIF, GPS, XMP and comments, in colours every browser shows.

The picture is decoded and written anew, so that nothing that was appended to it or hidden in it is kept. A JPEG keeps its
own quantisation (no visible loss), colour profiles stay, animations stay animations.
"""

from __future__ import annotations

import io
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

EXTENSIONS = {"JPEG": ("jpg", "jpeg"), "PNG": ("png",), "GIF": ("gif",), "WEBP": ("webp",)}
ORIENTATION = 0x0112
_GIVES_AWAY = ("exif", "xmp", "photoshop", "comment", "iptc", "Raw profile type", "XML:com.adobe.xmp", "mp")
_KEPT_OF_PNG = {"icc_profile", "dpi", "gamma", "transparency", "srgb", "chromaticity", "aspect", "interlace", "loop"}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


class PictureRefused(ValidationError):
    """A file that is not kept; the message says why."""


class CleanPicture(SimpleUploadedFile):
    """A picture that has been cleaned: it is not decoded a second time."""


def clean_picture(file: IO[bytes], name: str) -> CleanPicture:
    """Give the picture of an uploaded file, cleaned. Raises PictureRefused."""
    file.seek(0)
    with _opened(file) as image:
        _refuse_wrong_kind(image, name)
        _refuse_too_many_pixels(image)
        try:
            content = _written_anew(image)
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
            raise PictureRefused(_("这张图片打不开：文件可能不完整或者已损坏，请重新导出后再上传。")) from error
        return CleanPicture(name, content, Image.MIME.get(image.format or "", "application/octet-stream"))


def metadata_of(file: IO[bytes]) -> list[str]:
    """Name what a kept picture still gives away (``exif``, ``xmp`` …); empty for a clean one. Raises PictureRefused."""
    file.seek(0)
    with _opened(file) as image:
        found = {key for key in map(str, image.info) if key.startswith(_GIVES_AWAY)}
        if image.format == "PNG":
            found.update(getattr(image, "text", {}))
        if image.format == "MPO" or image.getexif():
            found.add("exif")
        return sorted(found)


def _opened(file: IO[bytes]) -> Image.Image:
    Image.init()  # all formats, once: naming one that is not loaded yet is an error
    try:
        return Image.open(file, formats=list(EXTENSIONS))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PictureRefused(
            _("这不是可以使用的图片。请用 JPG、PNG、GIF 或 WebP；手机拍的 HEIC 照片和 SVG 图形请先另存为 JPG 或 PNG。")
        ) from error


def _refuse_wrong_kind(image: Image.Image, name: str) -> None:
    kind = "JPEG" if image.format == "MPO" else str(image.format)
    extension = name.rpartition(".")[2].lower()
    if extension not in EXTENSIONS[kind]:
        raise PictureRefused(
            _("文件名的后缀是“.%(extension)s”，内容却是 %(kind)s 图片。请把后缀改成“.%(right)s”后再上传。")
            % {"extension": extension, "kind": kind, "right": EXTENSIONS[kind][0]}
        )


def _refuse_too_many_pixels(image: Image.Image) -> None:
    if image.width * image.height * getattr(image, "n_frames", 1) > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> PictureRefused:
    return PictureRefused(
        _("这张图片的像素太多（最多 %(most)d 万像素，动图按各帧相加）。请缩小尺寸后再上传。")
        % {"most": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 10_000}
    )


def _written_anew(image: Image.Image) -> bytes:
    image.load()
    if getattr(image, "n_frames", 1) > 1 and image.format in ("GIF", "WEBP", "PNG"):
        return _animation(image)
    turned = image.getexif().get(ORIENTATION, 1) != 1
    options: dict[str, Any] = {}
    if image.format in ("JPEG", "MPO"):
        options = {"quality": 92, "subsampling": "4:2:0"} if turned or image.mode == "CMYK" else {"quality": "keep"}
        options["progressive"] = bool(image.info.get("progressive"))
        if image.format == "MPO" and not turned:  # only Pillow's own JPEG class can keep the tables
            options["quality"] = 92
    elif image.format == "WEBP":
        options = {"quality": 90, "method": 4}
    plain = ImageOps.exif_transpose(image) if turned else image
    profile = image.info.get("icc_profile")
    if plain.mode == "CMYK":
        plain, profile = _as_rgb(plain, profile), None
    out = io.BytesIO()
    kind = "JPEG" if image.format == "MPO" else image.format
    if kind != "JPEG":
        plain.info = {key: value for key, value in plain.info.items() if key in _KEPT_OF_PNG}
    plain.save(out, kind, exif=b"", icc_profile=profile, **options, **_without_comments(str(kind)))
    return out.getvalue()


def _without_comments(kind: str) -> dict[str, Any]:
    """JPEG alone would take its comment and XMP over by itself."""
    return {"comment": b"", "xmp": b""} if kind == "JPEG" else {"xmp": b""} if kind == "WEBP" else {}


def _animation(image: Image.Image) -> bytes:
    """All frames, each as long as it was shown."""
    durations = []
    for frame in ImageSequence.Iterator(image):
        frame.load()  # WebP tells a frame's duration only then
        durations.append(frame.info.get("duration", 0))
    image.seek(0)
    options: dict[str, Any] = {"comment": b""} if image.format == "GIF" else {"exif": b"", "xmp": b""}
    if image.format == "WEBP":
        options |= {"duration": durations, "quality": 90, "loop": image.info.get("loop", 0)}
    out = io.BytesIO()
    image.save(out, image.format, save_all=True, **options)
    return out.getvalue()


def _as_rgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Print colours as a screen shows them; by the picture's own profile where it has one that can be read."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return image.convert("RGB")
