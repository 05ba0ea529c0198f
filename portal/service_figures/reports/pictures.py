"""Columns drawn as a picture, with numbers alone on its axes: no machine needs a Chinese font for it. The words stand in the
document, and the picture has them as its text for who does not see it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1500, 480
LEFT, RIGHT, TOP, BOTTOM = 90, 20, 30, 60
INK, BLUE, GREY = (27, 31, 36), (11, 63, 140), (211, 217, 224)


def columns(values: Sequence[int], first_number: int = 1) -> bytes:
    """A column a value, numbered below from ``first_number``; PNG."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=24)
    highest = max(values, default=0) or 1
    across, up = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    step = across / max(1, len(values))
    for mark in sorted({0, highest // 2, highest}):
        y = TOP + up * (1 - mark / highest)
        draw.line([(LEFT, y), (WIDTH - RIGHT, y)], fill=GREY, width=2)
        draw.text((LEFT - 12, y), str(mark), font=font, fill=INK, anchor="rm")
    for place, value in enumerate(values):
        x = LEFT + place * step
        draw.rectangle([x + step * 0.15, TOP + up * (1 - value / highest), x + step * 0.85, TOP + up], fill=BLUE)
        number = place + first_number
        if number == first_number or number % 5 == 0:
            draw.text((x + step / 2, HEIGHT - BOTTOM + 10), str(number), font=font, fill=INK, anchor="mt")
    kept = BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()
