"""An address as a picture for a telephone's camera."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe


def qr_code(address: str) -> SafeString:
    """An SVG of the address, black on white by day and by night. Holds the address and nothing else: no number, no secret."""
    import segno

    drawn = segno.make(address, error="m").svg_inline(
        border=2, svgclass="qr", lineclass=None, light="#fff", omitsize=True
    )
    return mark_safe(drawn)  # noqa: S308 - made here, of an address of our own
