"""How an attachment leaves the portal: to be saved, not opened in the portal's name; no cache keeps it, its name says nothing."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

TYPES = {"jpeg": ("image/jpeg", "jpg"), "png": ("image/png", "png"), "pdf": ("application/pdf", "pdf")}


def file_name(number: int, kind: str) -> str:
    """``附件3.pdf``: the place of the attachment in its consultation (from 1), and nothing of its matter or its author."""
    return f"{_('附件')}{number}.{TYPES[kind][1]}"


def attachment_response(content: bytes, *, kind: str, number: int) -> HttpResponse:
    """The answer that hands over an attachment. Whoever calls has asked the policy: nothing is checked here."""
    return saved_response(content, content_type=TYPES[kind][0], name=file_name(number, kind))


def saved_response(content: bytes, *, content_type: str, name: str) -> HttpResponse:
    """Bytes to be saved under ``name``; no browser sniffs, frames, runs or keeps them."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Length"] = str(len(content))
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    return response
