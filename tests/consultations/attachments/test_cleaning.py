"""What becomes of a citizen's file: told by content, rebuilt, with nothing in it but what is seen. Through the real workshop."""

from __future__ import annotations

import io
import random

import pikepdf
import pytest
from PIL import Image

from portal.consultations.attachments.cleaning.refusals import Refused
from portal.consultations.attachments.limits import MEGABYTE, Limits
from portal.consultations.attachments.words import words_of as sentence
from portal.consultations.attachments.workshop import Cleaned, clean
from tests.consultations.attachments import papers
from tests.core.uploads import ICC, ON_ITS_SIDE, SECRET, animation, bomb, drawing, picture


def opened(cleaned: Cleaned) -> Image.Image:
    image = Image.open(io.BytesIO(cleaned.content))
    image.load()
    return image


def refusal_of(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as refusal:
        clean(content, limits or Limits())
    assert "\n" not in sentence(refusal.value.code)
    return refusal.value.code


# -- pictures ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "kept_as"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "jpeg"), ("GIF", "png")])
def test_no_place_device_or_comment_is_left_of_a_picture(kind: str, kept_as: str) -> None:
    content = picture(kind)
    assert SECRET.encode() in content
    kept = clean(content)
    assert (kept.kind, kept.width, kept.height) == (kept_as, 40, 20)
    assert SECRET.encode() not in kept.content
    image = opened(kept)
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_picture_taken_on_its_side_stands_upright() -> None:
    kept = clean(picture("JPEG", orientation=ON_ITS_SIDE))
    assert (kept.width, kept.height) == (20, 40)
    red, _green, blue = opened(kept).getpixel((10, 10))
    assert red > 200 > 100 > blue, "what was left is now on top"


def test_the_devices_colour_profile_goes_and_the_colours_stay() -> None:
    kept = clean(picture("JPEG", icc_profile=ICC))
    assert "icc_profile" not in opened(kept).info
    assert opened(kept).getpixel((5, 5))[0] > 200


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16", "CMYK"])
def test_pictures_of_every_depth_are_kept(mode: str) -> None:
    out = io.BytesIO()
    drawing("L" if mode == "I;16" else mode).convert(mode).save(out, "TIFF" if mode == "CMYK" else "PNG")
    if mode == "CMYK":
        out = io.BytesIO()
        drawing("CMYK").save(out, "JPEG")
    assert clean(out.getvalue()).width == 40


def test_a_transparent_screenshot_stays_transparent() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG")
    assert opened(clean(out.getvalue())).getpixel((1, 1))[3] == 0


def test_a_long_screenshot_is_kept() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 30_000), "white").save(out, "PNG")
    assert clean(out.getvalue()).height == 30_000


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_refused_for_frames_would_be_lost(kind: str) -> None:
    assert refusal_of(animation(kind)) == "animated"


def test_a_hundred_megapixels_are_refused_before_they_are_decoded() -> None:
    assert refusal_of(bomb(10_000)) == "pixels"
    assert refusal_of(bomb(60_000)) == "pixels"


def test_a_side_longer_than_a_jpeg_can_be_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (65_001, 1)).save(out, "PNG")
    assert refusal_of(out.getvalue()) == "side"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    out = io.BytesIO()
    noise = Image.frombytes("RGB", (64, 64), random.Random(5).randbytes(64 * 64 * 3))
    noise.save(out, kind)
    assert refusal_of(out.getvalue()[: len(out.getvalue()) // 2]) == "damaged_picture"


def test_a_photo_of_an_iphone_is_refused_with_what_to_do() -> None:
    assert refusal_of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic") == "heic"


@pytest.mark.parametrize("content", [b"MZ\x90\0", b"<html><script>", b"PK\x03\x04", b"<svg xmlns=", b"\0" * 64])
def test_other_kinds_are_refused(content: bytes) -> None:
    assert refusal_of(content) == "unknown_kind"


def test_an_empty_file_is_refused() -> None:
    assert refusal_of(b"") == "empty"


# -- polyglots --------------------------------------------------------------------------------------------------------
def test_what_is_hidden_behind_a_picture_is_not_kept() -> None:
    kept = clean(picture("PNG") + papers.written(papers.paper()) + b"<script>PK\x03\x04")
    assert kept.kind == "png"
    assert b"%PDF" not in kept.content
    assert b"<script>" not in kept.content


def test_what_is_hidden_before_or_behind_a_pdf_is_not_kept() -> None:
    kept = clean(papers.written(papers.paper()))
    assert kept.kind == "pdf"
    assert refusal_of(b"<html><script>1</script>" + papers.written(papers.paper())) == "unknown_kind"
    behind = papers.written(papers.paper()) + b"\nPK\x03\x04<script>"
    assert b"<script>" not in clean(behind).content


# -- PDF --------------------------------------------------------------------------------------------------------------
def test_of_a_pdf_its_pages_are_kept() -> None:
    kept = clean(papers.written(papers.paper(pages=3)))
    assert (kept.kind, kept.pages, kept.width) == ("pdf", 3, None)
    assert papers.words_of(kept.content).count(b"(Visible) Tj") >= 3


def test_no_script_action_file_or_name_is_left_of_a_pdf() -> None:
    content = papers.laden()
    assert papers.words_of(content).count(SECRET.encode()) >= 8
    kept = papers.words_of(clean(content).content)
    assert b"(Visible) Tj" in kept
    for trace in (
        SECRET.encode(),
        b"SecretScript",
        b"/JavaScript",
        b"/EmbeddedFile",
        b"/OpenAction",
        b"/Annots",
        b"/XMP",
    ):
        assert trace not in kept, trace
    with pikepdf.open(io.BytesIO(clean(content).content)) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages"}
        assert "/Info" not in pdf.trailer
        assert set(pdf.pages[0].obj.keys()) <= {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
        image = pdf.pages[0].Resources.XObject.Im1
        assert Image.open(io.BytesIO(image.read_raw_bytes())).size == (40, 20), "the picture itself is whole"


def test_what_was_filled_into_a_form_is_seen_on_the_page() -> None:
    kept = clean(papers.form())
    assert b"Filled" in papers.words_of(kept.content)
    assert b"/AcroForm" not in papers.words_of(kept.content)


@pytest.mark.parametrize("owner_only", [True, False])
def test_a_pdf_with_a_password_is_refused(owner_only: bool) -> None:
    assert refusal_of(papers.locked(owner_only)) == "encrypted"


def test_a_form_that_is_a_program_is_refused_for_nothing_would_be_seen() -> None:
    assert refusal_of(papers.program_form()) == "pdf_form"


@pytest.mark.parametrize("twice", [False, True])
def test_a_pdf_that_grows_when_unpacked_is_refused(twice: bool) -> None:
    content = papers.bomb(500, twice)
    assert len(content) < MEGABYTE
    assert refusal_of(content) == "unpacked"


def test_a_pdf_whose_own_tables_grow_when_unpacked_is_refused() -> None:
    assert refusal_of(papers.structure_bomb(500)) in ("unpacked", "damaged_pdf")


def test_a_pdf_with_a_picture_too_large_to_open_is_refused() -> None:
    assert refusal_of(papers.huge_picture()) == "unpacked"


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert clean(papers.written(papers.paper(pages=200))).pages == 200
    assert refusal_of(papers.written(papers.paper(pages=201))) == "pdf_pages"


def test_a_page_larger_than_any_sheet_is_refused() -> None:
    pdf = papers.paper()
    pdf.pages[0].MediaBox = pikepdf.Array([0, 0, 20_000, 100])
    assert refusal_of(papers.written(pdf)) == "pdf_page_size"


@pytest.mark.parametrize("part", [0.3, 0.7, 0.95])
def test_a_truncated_pdf_is_refused_for_pages_would_be_missing(part: float) -> None:
    content = papers.written(papers.paper(pages=5))
    assert refusal_of(content[: int(len(content) * part)]) == "damaged_pdf"


def fate_of(content: bytes) -> str:
    try:
        return clean(content).kind
    except Refused as refusal:
        return sentence(refusal.code)


def test_random_damage_is_taken_or_refused_in_words_and_nothing_else() -> None:
    chance, originals = random.Random(7), [papers.laden(), picture("PNG"), picture("JPEG")]
    for _turn in range(12):
        content = bytearray(chance.choice(originals))
        for _byte in range(20):
            content[chance.randrange(20, len(content))] = chance.randrange(256)
        assert fate_of(bytes(content))


# -- the walls --------------------------------------------------------------------------------------------------------
def test_who_takes_too_long_is_stopped() -> None:
    assert refusal_of(papers.written(papers.paper()), Limits(wait=0)) == "too_long"


def test_who_takes_too_much_memory_is_stopped() -> None:
    out = io.BytesIO()
    Image.new("RGB", (6000, 6000)).save(out, "PNG")
    assert refusal_of(out.getvalue(), Limits(memory=150 * MEGABYTE)) == "unpacked"
