"""What becomes of a picture: upright, in its colours, and without a word of where and with what it was taken."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageSequence

from cms.core.media.pictures import clean_picture, metadata_of
from tests.core.uploads import ICC, ON_ITS_SIDE, PDF, SECRET, animation, bomb, drawing, picture

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def cleaned(content: bytes, name: str) -> Image.Image:
    return Image.open(clean_picture(io.BytesIO(content), name))


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("GIF", "a.gif")])
def test_nothing_is_left_of_where_and_with_what_a_picture_was_taken(kind, name):
    content = picture(kind)
    assert metadata_of(io.BytesIO(content))
    clean = clean_picture(io.BytesIO(content), name)
    assert metadata_of(clean) == []
    clean.seek(0)
    assert SECRET.encode() not in clean.read()


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_a_picture_lying_on_its_side_is_set_upright_before_its_orientation_is_forgotten(kind, name):
    image = cleaned(picture(kind, orientation=ON_ITS_SIDE), name).convert("RGB")
    assert image.size == (20, 40)
    red, white = image.getpixel((10, 5)), image.getpixel((10, 35))
    assert red[0] > 200 > 60 > red[1]
    assert min(white) > 200


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_the_colour_profile_stays(kind, name):
    assert cleaned(picture(kind, icc_profile=ICC), name).info["icc_profile"] == ICC


def test_a_jpeg_keeps_its_own_tables():
    content = picture(quality=71)
    assert cleaned(content, "a.jpg").quantization == Image.open(io.BytesIO(content)).quantization


@pytest.mark.parametrize(("kind", "name"), [("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "a.png")])
def test_an_animation_stays_one_with_each_frame_shown_as_long(kind, name):
    image = cleaned(animation(kind), name)
    shown = []
    for frame in ImageSequence.Iterator(image):
        frame.load()
        shown.append(round(frame.info["duration"]))
    assert shown == [100, 200, 300]
    assert image.info.get("loop", 0) == 0


def test_print_colours_become_those_of_a_screen():
    image = cleaned(picture(mode="CMYK"), "a.jpg")
    assert image.mode == "RGB"
    assert image.getpixel((5, 5))[0] > 200


@pytest.mark.parametrize("mode", ["P", "L", "RGBA", "LA", "1", "I;16"])
def test_every_sort_of_png_comes_through_with_the_same_pixels(mode):
    image = Image.new("I;16", (40, 20), 40000) if mode == "I;16" else drawing(mode)
    out = io.BytesIO()
    image.save(out, "PNG")
    again = cleaned(out.getvalue(), "a.png")
    assert again.mode == mode
    assert again.tobytes() == image.tobytes()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (bomb(), "a.png", "像素太多"),
        (bomb(9_000), "a.png", "像素太多"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg", "不是可以使用的图片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.png", "不是可以使用的图片"),
        (b"<html>", "a.jpg", "不是可以使用的图片"),
        (b"", "a.jpg", "不是可以使用的图片"),
        (picture("PNG"), "a.jpg", "内容却是 PNG"),
        (bomb(100), "a.png", "打不开"),
        (PDF, "a.jpg", "不是可以使用的图片"),
    ],
)
def test_what_is_no_picture_or_too_much_of_one_is_refused_in_words(content, name, words):
    with pytest.raises(ValidationError, match=words):
        clean_picture(io.BytesIO(content), name)


def test_all_frames_of_an_animation_count(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40 * 20 * 2
    with pytest.raises(ValidationError, match="像素太多"):
        clean_picture(io.BytesIO(animation("GIF")), "a.gif")
