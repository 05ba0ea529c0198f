"""PDF files built anew: their pages alone, in a new file. What is not a page's content has no way into it.

Only what a page needs to be drawn is copied (a list of what is kept, not of what is feared), so scripts, actions, forms,
embedded files, outlines and properties stay behind. Fields and stamps are drawn into the page first: they are what is seen.
"""

from __future__ import annotations

import base64
import binascii
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from .jpeg import without_boxes, without_segments
from .refusals import Refused

_KEPT_OF_PAGE = {
    "/Type",
    "/Parent",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Resources",
    "/Contents",
    "/Group",
}
_KEPT_RESOURCES = {"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/ProcSet"}
_NEVER = {
    *(
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/OPI",
        "/Alternates",
        "/StructParent",
        "/StructParents",
        "/Ref",
        "/AA",
    ),
    *("/OpenAction", "/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/Properties", "/OC", "/Measure", "/PtData"),
}
_OUTSIDE = {"/F", "/FFilter", "/FDecodeParms"}  # of a stream: its bytes would be in another file
_CHUNK = 1024 * 1024
_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF as it is kept."""

    content: bytes
    pages: int


def rebuilt(content: bytes, *, pages: int, page_side: int, unpacked: int) -> Paper:
    """Build a PDF anew; at most ``pages`` of ``page_side`` points an edge, whose streams decompress to ``unpacked`` bytes.

    Raises Refused: ``encrypted``, ``damaged_pdf``, ``pdf_pages``, ``pdf_page_size``, ``pdf_form``, ``unpacked``.
    """
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=unpacked,
        png_max_memory=unpacked,
        tiff_max_memory=unpacked,
        run_length_max_memory=unpacked,
        max_stream_filters=4,
        parser_max_nesting=_DEEPEST,
    )
    try:
        # A file that must be repaired may lack pages: better a plain word than a paper with less in it than was handed in.
        with Pdf.open(io.BytesIO(content), attempt_recovery=False) as old:
            _refuse_what_it_is(old, pages, page_side)
            _refuse_bombs(old, unpacked)
            return _written(old)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except (
        pikepdf.PdfError,
        pikepdf.PikepdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RuntimeError,
    ) as error:
        raise Refused("damaged_pdf") from error


def _refuse_what_it_is(pdf: Pdf, pages: int, page_side: int) -> None:
    if pdf.is_encrypted:
        raise Refused("encrypted")
    if not len(pdf.pages):
        raise Refused("damaged_pdf")
    if len(pdf.pages) > pages:
        raise Refused("pdf_pages")
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and Name.XFA in form:
        raise Refused("pdf_form")  # its real pages are a program: what would be kept says "please wait"
    for page in pdf.pages:
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        if not (0 < abs(right - left) <= page_side and 0 < abs(top - bottom) <= page_side):
            raise Refused("pdf_page_size")


def _refuse_bombs(pdf: Pdf, unpacked: int) -> None:
    left = unpacked
    for stream in pdf.objects:
        if isinstance(stream, Stream):
            if _picture_bytes(stream) > unpacked:
                raise Refused("unpacked")
            left -= _unpacked_size(stream, left)
            if left < 0:
                raise Refused("unpacked")


def _picture_bytes(stream: Stream) -> int:
    """How large a picture says that it is, in bytes, at four channels where it does not say."""
    if stream.get(Name.Subtype) != Name.Image:
        return 0
    width, height = int(stream.get(Name.Width, 0)), int(stream.get(Name.Height, 0))
    bits = 1 if stream.get(Name.ImageMask) else int(stream.get(Name.BitsPerComponent, 8)) * 4
    return width * height * bits // 8


def _unpacked_size(stream: Stream, most: int) -> int:
    """Bytes after decompression, counted without keeping them; ``most`` + 1 where there are more."""
    filters, raw = _filters(stream), stream.read_raw_bytes()
    size = len(raw)
    while filters and filters[0] in ("/FlateDecode", "/Fl"):
        filters = filters[1:]
        if filters:  # packed twice: the inside must be looked at too
            raw = _inflated(raw, most)
            size = len(raw)
        else:
            size = sum(map(len, _inflating(raw, most)))
    if filters and filters[0] in ("/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"):
        size = len(stream.read_bytes())
    return size


def _filters(stream: Stream) -> list[str]:
    found = stream.get(Name.Filter)
    if found is None:
        return []
    return [str(name) for name in found] if isinstance(found, Array) else [str(found)]


def _inflating(raw: bytes, most: int) -> Iterator[bytes]:
    """The parts of a decompressed stream until ``most`` bytes are passed; a damaged end is no fault, as in readers."""
    machine, seen = zlib.decompressobj(), 0
    rest = raw
    while rest and seen <= most and not machine.eof:
        try:
            part = machine.decompress(rest, _CHUNK)
        except zlib.error:
            return
        rest, seen = machine.unconsumed_tail, seen + len(part)
        yield part


def _inflated(raw: bytes, most: int) -> bytes:
    whole = b"".join(_inflating(raw, most))
    if len(whole) > most:
        raise Refused("unpacked")
    return whole


def _written(old: Pdf) -> Paper:
    old.generate_appearance_streams()
    old.flatten_annotations("all")
    with Pdf.new() as new:
        for page in old.pages:
            for key in set(page.obj.keys()) - _KEPT_OF_PAGE:
                del page.obj[key]
            new.pages.append(page)
        for value in list(new.objects):
            _tidy(value, 0)
        out = io.BytesIO()
        new.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return Paper(out.getvalue(), len(new.pages))


def _tidy(value: Any, depth: int) -> None:
    """Take away of one object, and of those written inside it, what is not needed to draw."""
    if depth > _DEEPEST:
        raise Refused("damaged_pdf")
    if isinstance(value, Array):
        for inner in value:
            _tidy_inner(inner, depth)
    elif isinstance(value, (Dictionary, Stream)):
        for key in [key for key in sorted(value.keys()) if key in _NEVER or _is_foreign(value, key)]:
            del value[key]
        for key in sorted(value.keys()):
            inner = value[key]
            if key == "/Resources" and isinstance(inner, Dictionary):
                _keep_only(inner, _KEPT_RESOURCES)
            _tidy_inner(inner, depth)
        if isinstance(value, Stream):
            _tidy_picture(value)


def _tidy_inner(inner: Any, depth: int) -> None:
    if isinstance(inner, (Array, Dictionary)) and not inner.is_indirect:  # others have their own turn
        _tidy(inner, depth + 1)


def _keep_only(dictionary: Dictionary, kept: set[str]) -> None:
    for key in set(dictionary.keys()) - kept:
        del dictionary[key]


def _is_foreign(value: Dictionary | Stream, key: str) -> bool:
    """A file or an action, wherever it hangs, or a stream's bytes elsewhere."""
    if isinstance(value, Stream) and key in _OUTSIDE:
        return True
    inner = value[key]
    if isinstance(inner, Array):
        return any(_is_file_or_action(one) for one in inner)
    return _is_file_or_action(inner)


def _is_file_or_action(value: Any) -> bool:
    if not isinstance(value, (Dictionary, Stream)):
        return False
    return (
        str(value.get(Name.Type, "")) in ("/Filespec", "/F", "/EmbeddedFile", "/Action", "/Metadata")
        or Name.EF in value
    )


def _tidy_picture(stream: Stream) -> None:
    filters = _filters(stream)
    if not filters or filters[-1] not in ("/DCTDecode", "/DCT", "/JPXDecode"):
        return
    packed = _unwrapped(stream.read_raw_bytes(), filters[:-1])
    clean = without_boxes(packed) if filters[-1] == "/JPXDecode" else without_segments(packed)
    if clean != packed or len(filters) > 1:
        parameters = stream.get(Name.DecodeParms)
        if isinstance(parameters, Array):
            parameters = parameters[-1] if len(parameters) == len(filters) else None
        stream.write(
            clean, filter=Name(filters[-1]), decode_parms=parameters if isinstance(parameters, Dictionary) else None
        )


def _unwrapped(raw: bytes, filters: list[str]) -> bytes:
    for name in filters:
        try:
            if name in ("/FlateDecode", "/Fl"):
                raw = _inflated(raw, 64 * _CHUNK)
            elif name in ("/ASCII85Decode", "/A85"):
                raw = base64.a85decode(raw.strip().removeprefix(b"<~").removesuffix(b"~>"))
            elif name in ("/ASCIIHexDecode", "/AHx"):
                raw = binascii.unhexlify(b"".join(raw.split()).rstrip(b">"))
            else:
                raise Refused("damaged_pdf")
        except (ValueError, binascii.Error) as error:
            raise Refused("damaged_pdf") from error
    return raw
